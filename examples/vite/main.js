// Registers the element. Add the package first: `cargo xtask npm`, then here `npm install ../../target/npm/slotlink-0.1.0.tgz`.
import 'slotlink';

const last = document.querySelector('#last');
const widget = document.querySelector('slotlink-widget');
for (const name of ['ready', 'signed-in', 'signed-out', 'event-type-change', 'slot-select', 'link-created', 'error']) {
  widget.addEventListener(name, (event) => {
    last.textContent = event.type;
  });
}
