import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The pages' content security policy knows no inline script, style or data: font.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: path.join(import.meta.dirname, 'index.html'),
        'account-menu': path.join(
          import.meta.dirname,
          '../../packages/account-menu/src/account-menu.ts',
        ),
      },
      output: {
        // Other people's pages name it: its address never changes.
        entryFileNames: ({ name }) =>
          name === 'account-menu' ? '[name].js' : 'assets/[name]-[hash].js',
      },
    },
  },
});
