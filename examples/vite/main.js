// Registers the elements. Add the package first: `npm install slotlink`.
import 'slotlink';

const last = document.querySelector('#last');
const widget = document.querySelector('slotlink-widget');
for (const name of ['ready', 'signed-in', 'signed-out', 'event-type-change', 'slot-select', 'link-created', 'error']) {
  widget.addEventListener(name, (event) => {
    last.textContent = event.type;
  });
}
