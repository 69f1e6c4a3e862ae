// Placeholder: registers the element, shows a skeleton, loads the module.
export function define({ glue, wasm }) {
  class Element extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      const root = this.attachShadow({ mode: 'open' });
      const text = document.createElement('p');
      text.textContent = 'Loading …';
      text.setAttribute('role', 'status');
      root.append(text);
      glue()
        .then((module) => module.default({ module_or_path: wasm }))
        .then(() => {
          text.textContent = 'Ready';
          this.dispatchEvent(new CustomEvent('ready', { bubbles: true, composed: true }));
        });
    }
  }
  for (const name of ['slotlink-widget', 'slotlink-dashboard']) {
    if (!customElements.get(name)) customElements.define(name, class extends Element {});
  }
}
