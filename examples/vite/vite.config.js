import { copyFileSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { defineConfig } from 'vite';

const { resolve } = createRequire(import.meta.url);

// The page Calendly sends people back to is not imported by anything: it is served as it is.
mkdirSync('public', { recursive: true });
for (const name of ['callback.html', 'callback.js']) {
  copyFileSync(resolve(`slotlink/${name}`), `public/${name}`);
}

export default defineConfig({
  base: './',
  // The development server moves dependencies into a cache, away from the .wasm file beside them.
  optimizeDeps: { exclude: ['slotlink'] },
});
