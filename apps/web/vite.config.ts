import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/**
 * Of an endpoint the pages use method, path and roles. What the server and the documentation need
 * besides would be 1.4 kB of the sign-in page, of 110.
 */
const shortEndpoints = (): Plugin => ({
  name: 'short-endpoints',
  enforce: 'pre',
  transform: (code, id) =>
    /packages\/contract\/src\/endpoints\/[\w-]+\.ts$/.test(id)
      ? code.replaceAll(
          /\b(?:summary|audit|lane|access|task):\s*(?:null|'(?:[^'\\]|\\.)*'),\n/g,
          '\n',
        )
      : undefined,
});

export default defineConfig({
  plugins: [shortEndpoints(), react()],
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
