/** The colours and measures of packages/ui/src/tokens.css, as far as the reference needs them. */
export const API_REFERENCE_STYLE = `:root {
  color-scheme: light dark;
  --ink: #1b2430;
  --quiet: #4d5a6a;
  --paper: #ffffff;
  --surface: #f3f5f8;
  --line: #ccd4de;
  --accent: #0b57d0;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8edf4;
    --quiet: #b3bfce;
    --paper: #11161d;
    --surface: #1b232d;
    --line: #3a4655;
    --accent: #9cc2ff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  color: var(--ink);
  background: var(--paper);
  font: 1rem / 1.5 system-ui, sans-serif;
}
a { color: var(--accent); }
nav { padding: 1rem; border-block-end: 1px solid var(--line); }
nav ul { margin: 0; padding: 0 0 0.5rem 1rem; list-style: none; }
nav a { display: inline-block; padding: 0.2rem 0; }
main { max-width: 60rem; padding: 1rem; }
code, pre { font: 0.9em / 1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
:not(pre) > code { padding: 0.1em 0.3em; background: var(--surface); border-radius: 4px; }
pre { overflow: auto; max-height: 30rem; padding: 0.75rem; background: var(--surface); border-radius: 8px; }
article { margin: 1rem 0; padding: 1rem; border: 1px solid var(--line); border-radius: 8px; }
h3 { margin: 0; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 0.25rem 1rem; }
dt { color: var(--quiet); }
dd { margin: 0; }
summary { padding: 0.25rem 0; cursor: pointer; }
@media (min-width: 60rem) {
  body { display: grid; grid-template-columns: 18rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; overflow: auto; border-block-end: 0; border-inline-end: 1px solid var(--line); }
  main { padding: 2rem; }
}
`;
