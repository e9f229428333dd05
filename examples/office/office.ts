import { escape, type Example } from '../serve.ts';

/** An office suite, whose settings widget is top right. */
export const OFFICE: Example = {
  name: 'Example Office',
  strongPages: {},
  home: ({ user }) => `
<header class="bar">
  <strong>Example Office</strong>
  <proofup-account-menu look="settings" settings-label="Office 365 Settings"
    name="${escape(user.name)}" login="${escape(user.login)}" sign-out="/sign-out"></proofup-account-menu>
</header>
<main>
  <h1>Good day, ${escape(user.name)}</h1>
  <ul class="tiles"><li>Mail</li><li>Calendar</li><li>Documents</li></ul>
</main>`,
  style: `
:root { color-scheme: light dark; }
body { margin: 0; color: light-dark(#1b2430, #e8edf4); background: light-dark(#fff, #11161d); font: 1rem/1.5 system-ui, sans-serif; }
a { color: light-dark(#1756c2, #8ab4ff); }
.bar { display: flex; justify-content: space-between; align-items: center; padding: 8px 24px; color: #fff; background: #8a3312; }
main { max-width: 60rem; margin: 0 auto; padding: 32px 24px; }
.tiles { display: flex; flex-wrap: wrap; gap: 16px; padding: 0; list-style: none; }
.tiles li { padding: 24px 32px; border: 1px solid; border-radius: 12px; }
`,
};
