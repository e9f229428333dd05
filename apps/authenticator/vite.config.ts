import { readdirSync } from 'node:fs';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const WORKER = 'service-worker';

/** Names everything that was built: what the worker keeps for a start without a network. */
const files: Plugin = {
  name: 'files',
  generateBundle(_, bundle) {
    const built = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
    const all = [...built, ...readdirSync(`${import.meta.dirname}/public`)].map(
      (name) => `/${name}`,
    );
    this.emitFile({
      type: 'asset',
      fileName: 'files.json',
      source: JSON.stringify(all.toSorted()),
    });
  },
};

export default defineConfig({
  plugins: [react(), files],
  build: {
    target: 'es2022',
    // The content security policy knows no inline script, style or data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { main: 'index.html', [WORKER]: `src/worker/${WORKER}.ts` },
      output: {
        // A worker is known by its address: that stays the same when what is in it changes.
        entryFileNames: ({ name }) => (name === WORKER ? '[name].js' : 'assets/[name]-[hash].js'),
      },
    },
  },
});
