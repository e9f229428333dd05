import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const WORKER = 'service-worker';

export default defineConfig({
  plugins: [react()],
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
