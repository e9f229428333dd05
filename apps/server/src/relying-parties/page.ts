/** The one form of a page: where it goes, and what it carries. */
export type PageForm = {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly label: string;
  /** Goes by itself; the button is for browsers that run no script. */
  readonly isSentAtOnce?: boolean;
  /** What is typed. */
  readonly input?: { readonly name: string; readonly label: string; readonly value?: string };
  /** The other answer. */
  readonly other?: { readonly name: string; readonly value: string; readonly label: string };
};

/** What is the same on every page: the organisation's name, and the stylesheet of its colour. */
export type Dress = { readonly organisation: string; readonly accent?: string | undefined };

export type Page = Dress & {
  readonly title: string;
  readonly paragraphs: readonly string[];
  readonly items?: readonly string[];
  readonly form?: PageForm | undefined;
  readonly links?: readonly { readonly href: string; readonly label: string }[];
  /** What support asks for. */
  readonly details?: Readonly<Record<string, string>>;
};

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string =>
  text.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** A whole page without the application: it is shown between two sites, and has one thing to say. */
export function renderPage(
  { organisation, accent, title, paragraphs, items = [], form, links = [], details = {} }: Page,
  files: { readonly style: string; readonly script: string },
): string {
  const brand = organisation === '' ? 'Proofup' : organisation;
  const terms = Object.entries(details);
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta name="color-scheme" content="light dark"><title>${escapeHtml(title)} – ${escapeHtml(brand)}</title>`,
    '<link rel="icon" href="data:,">',
    `<link rel="stylesheet" href="${files.style}">`,
    accent === undefined ? '' : `<link rel="stylesheet" href="${escapeHtml(accent)}">`,
    form?.isSentAtOnce === true ? `<script src="${files.script}" defer></script>` : '',
    `</head><body><main><p class="organisation">${escapeHtml(brand)}</p>`,
    `<h1>${escapeHtml(title)}</h1>`,
    ...paragraphs.map((text) => `<p>${escapeHtml(text)}</p>`),
    items.length === 0
      ? ''
      : `<ul>${items.map((item) => `<li>${escapeHtml(item)}</li>`).join('')}</ul>`,
    form === undefined ? '' : renderForm(form),
    ...links.map(
      ({ href, label }) => `<p><a href="${escapeHtml(href)}">${escapeHtml(label)}</a></p>`,
    ),
    terms.length === 0
      ? ''
      : `<dl>${terms.map(([term, value]) => `<dt>${escapeHtml(term)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`,
    '</main></body></html>',
  ].join('\n');
}

const renderForm = ({ action, fields, label, input, other }: PageForm): string =>
  [
    `<form method="post" action="${escapeHtml(action)}">`,
    ...Object.entries(fields).map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    ),
    input === undefined ? '' : renderInput(input),
    `<button type="submit">${escapeHtml(label)}</button>`,
    other === undefined ? '' : renderOther(other),
    '</form>',
  ].join('');

const renderInput = ({ name, label, value = '' }: NonNullable<PageForm['input']>): string =>
  `<label>${escapeHtml(label)}<input name="${escapeHtml(name)}" value="${escapeHtml(value)}" autocomplete="off" autocapitalize="characters" spellcheck="false" required></label>`;

const renderOther = ({ name, value, label }: NonNullable<PageForm['other']>): string =>
  `<button type="submit" class="other" formnovalidate name="${escapeHtml(name)}" value="${escapeHtml(value)}">${escapeHtml(label)}</button>`;

export const PAGE_SCRIPT = "document.querySelector('form').submit();\n";

/** The colours and measures of packages/ui/src/tokens.css, as far as this page needs them. */
export const PAGE_STYLE = `:root {
  color-scheme: light dark;
  --ink: #1b2430;
  --paper: #ffffff;
  --surface: #f5f7fa;
  --line: #d5dbe3;
  --accent: #1756c2;
  --quiet: color-mix(in srgb, var(--ink) 74%, var(--paper));
}
@media (prefers-color-scheme: dark) {
  :root {
    --ink: #e8edf4;
    --paper: #11161d;
    --surface: #1a212b;
    --line: #333e4c;
    --accent: #8ab4ff;
  }
}
body {
  margin: 0;
  padding: 48px 16px;
  color: var(--ink);
  background: var(--surface);
  font: 1rem/1.5 Figtree, system-ui, sans-serif;
}
main {
  max-width: 27.5rem;
  margin: 0 auto;
  padding: 32px;
  background: var(--paper);
  border: 1px solid var(--line);
  border-radius: 16px;
}
h1 {
  font-size: 1.5625rem;
  line-height: 1.25;
}
button {
  min-height: 44px;
  width: 100%;
  padding: 12px 24px;
  color: var(--paper);
  background: var(--accent);
  border: 0;
  border-radius: 10px;
  font: inherit;
  font-weight: 600;
  cursor: pointer;
}
button:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}
button.other {
  margin-top: 8px;
  color: var(--ink);
  background: transparent;
  border: 1px solid var(--line);
}
label {
  display: block;
  font-weight: 600;
}
input:not([type='hidden']) {
  box-sizing: border-box;
  width: 100%;
  min-height: 44px;
  margin: 4px 0 16px;
  padding: 8px 12px;
  color: var(--ink);
  background: var(--paper);
  border: 1px solid var(--quiet);
  border-radius: 10px;
  font: inherit;
  letter-spacing: 0.1em;
}
a {
  color: var(--accent);
}
.organisation {
  margin: 0 0 24px;
  padding-bottom: 16px;
  border-bottom: 1px solid var(--line);
  color: var(--quiet);
  font-weight: 600;
}
dl {
  color: var(--quiet);
  font-size: 0.875rem;
}
dd {
  margin: 0 0 8px;
  overflow-wrap: anywhere;
}
`;
