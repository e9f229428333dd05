import { escape, type Example } from '../serve.ts';

/** The console of a cloud, with the user's name as a drop-down at the top; its vault asks for a passkey. */
export const CLOUD: Example = {
  name: 'Example Cloud',
  strongPages: {
    '/vault': (user) =>
      `<main class="message"><h1>The vault is open</h1><p>${escape(user.name)} came with a passkey.</p><p><a href="/">Example Cloud</a></p></main>`,
  },
  home: ({ user }) => `
<header class="bar">
  <strong>Example Cloud</strong>
  <proofup-account-menu name="${escape(user.name)}" login="${escape(user.login)}" sign-out="/sign-out"></proofup-account-menu>
</header>
<main>
  <h1>Console</h1>
  <p>Signed in as ${escape(user.login)}, by ${escape(user.acr)}.</p>
  <p><a href="/vault">Open the vault</a> (asks for a passkey)</p>
</main>`,
  style: `
:root { color-scheme: light dark; }
body { margin: 0; color: light-dark(#1b2430, #e8edf4); background: light-dark(#fff, #11161d); font: 1rem/1.5 system-ui, sans-serif; }
a { color: light-dark(#1756c2, #8ab4ff); }
.bar { display: flex; justify-content: space-between; align-items: center; padding: 8px 24px; color: #fff; background: #12325c; }
main { max-width: 60rem; margin: 0 auto; padding: 32px 24px; }
`,
};
