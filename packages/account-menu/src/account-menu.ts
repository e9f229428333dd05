/**
 * `<proofup-account-menu>`: the account menu of any application, with the ways to Proofup's pages.
 *
 * - `name`, `login`: who is signed in, as the application knows it.
 * - `look`: `user` (a button with the name; usual) or `settings` (a settings widget).
 * - `settings-label`: what the settings widget calls its first entry.
 * - `sign-out`: where the application signs people out.
 * - `server`: of Proofup; where the script came from when left out.
 *
 * It asks Proofup nothing: it has links, which browsers follow with Proofup's own cookies. So no
 * cookie of another site is needed, and nobody learns by it who is signed in where.
 */

const TEXTS = {
  verification: 'Additional security verification',
  phones: 'Update my phone numbers used for account security.',
  apps: 'My Apps',
  signOut: 'Sign out',
  settings: 'Settings',
  account: 'Account',
} as const;

/** Left free between the panel and the window's edge, in CSS pixels. */
const MARGIN = 8;

const STYLE = `
:host { display: inline-block; position: relative; font: 1rem/1.5 system-ui, sans-serif; color-scheme: light dark;
  --ink: light-dark(#1b2430, #e8edf4); --paper: light-dark(#fff, #11161d); --line: light-dark(#d5dbe3, #333e4c);
  --accent: light-dark(#1756c2, #8ab4ff); }
button, a { font: inherit; color: inherit; min-height: 44px; box-sizing: border-box; cursor: pointer; }
.opener { display: flex; gap: 8px; align-items: center; padding: 0 12px; background: transparent; border: 1px solid transparent;
  border-radius: 10px; color: inherit; }
.opener:hover, .opener[aria-expanded='true'] { border-color: currentcolor; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.panel { position: absolute; z-index: 1000; inset: calc(100% + 6px) 0 auto auto; box-sizing: border-box;
  width: max-content; min-width: 16rem; max-width: min(24rem, calc(100vw - ${2 * MARGIN}px)); padding: 12px; color: var(--ink); background: var(--paper); border: 1px solid var(--line);
  border-radius: 14px; box-shadow: 0 12px 32px rgb(0 0 0 / 18%); }
.panel[hidden], .part[hidden] { display: none; }
.who { margin: 0; padding: 4px 10px 12px; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.who strong { display: block; }
.entry { display: flex; width: 100%; align-items: center; padding: 8px 10px; border: 0; border-radius: 8px; background: none;
  color: inherit; text-align: start; text-decoration: none; }
.entry:hover { background: color-mix(in srgb, var(--accent) 10%, transparent); }
.part { margin-inline-start: 12px; border-inline-start: 2px solid var(--line); }
.link { color: var(--accent); text-decoration: underline; }
`;

const GEAR =
  'M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8Zm9 5.5v-3l-2.3-.5-.8-1.9 1.3-2-2.1-2.1-2 1.3-1.9-.8L12.7 2h-3l-.5 2.5-1.9.8-2-1.3L3.2 6.1l1.3 2-.8 1.9-2.4.5v3l2.4.5.8 1.9-1.3 2 2.1 2.1 2-1.3 1.9.8.5 2.5h3l.5-2.5 1.9-.8 2 1.3 2.1-2.1-1.3-2 .8-1.9Z';

const SVG = 'http://www.w3.org/2000/svg';

/** The script's own address, which is the server's. */
const SERVER = new URL(/* @vite-ignore */ '.', import.meta.url).href;

let made = 0;

class AccountMenu extends HTMLElement {
  static readonly observedAttributes = [
    'name',
    'login',
    'look',
    'settings-label',
    'sign-out',
    'server',
  ];

  readonly #root = this.attachShadow({ mode: 'open' });
  readonly #id = `proofup-menu-${(made += 1)}`;

  connectedCallback(): void {
    // A style sheet that was made is none that a content security policy could forbid.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    this.#root.adoptedStyleSheets = [sheet];
    this.#render();
    document.addEventListener('click', this.#onOutside);
    this.#root.addEventListener('keydown', this.#onKey);
    this.#root.addEventListener('click', this.#fit);
  }

  disconnectedCallback(): void {
    document.removeEventListener('click', this.#onOutside);
  }

  attributeChangedCallback(): void {
    if (this.isConnected) this.#render();
  }

  #text(name: string, otherwise = ''): string {
    return this.getAttribute(name) ?? otherwise;
  }

  #address(path: string): string {
    return new URL(path, this.#text('server', SERVER)).href;
  }

  #render(): void {
    const isSettings = this.#text('look') === 'settings';
    const opener = make('button', { type: 'button', class: 'opener', part: 'opener' });
    opener.setAttribute('aria-expanded', 'false');
    opener.setAttribute('aria-controls', this.#id);
    if (isSettings) {
      opener.setAttribute('aria-label', TEXTS.settings);
      opener.append(gear());
    } else {
      opener.textContent = this.#text('name', TEXTS.account);
    }
    const panel = make('div', { id: this.#id, class: 'panel', part: 'panel', hidden: '' });
    panel.append(this.#who(), ...(isSettings ? this.#settings() : [this.#verification()]));
    panel.append(entry(TEXTS.apps, this.#address('my-apps')));
    const signOut = this.getAttribute('sign-out');
    if (signOut !== null) panel.append(entry(TEXTS.signOut, signOut));
    opener.addEventListener('click', () => this.#toggle());
    this.#root.replaceChildren(opener, panel);
  }

  #who(): HTMLElement {
    const who = make('p', { class: 'who' });
    const name = make('strong', {});
    name.textContent = this.#text('name');
    who.append(name, this.#text('login'));
    return who;
  }

  /** One step after the other, as in the office suite of 2016: settings, verification, phone numbers. */
  #settings(): readonly HTMLElement[] {
    const phones = make('div', { class: 'part', hidden: '' });
    phones.append(entry(TEXTS.phones, this.#address('security-info'), 'link'));
    const verification = opens(TEXTS.verification, phones);
    const inside = make('div', { class: 'part', hidden: '' });
    inside.append(verification, phones);
    return [opens(this.#text('settings-label', TEXTS.settings), inside), inside];
  }

  #verification(): HTMLElement {
    return entry(TEXTS.verification, this.#address('security-info'));
  }

  #toggle(open = this.#panel?.hidden === true): void {
    const panel = this.#panel;
    if (panel === null) return;
    panel.hidden = !open;
    this.#root.querySelector('.opener')?.setAttribute('aria-expanded', String(open));
  }

  get #panel(): HTMLElement | null {
    return this.#root.querySelector<HTMLElement>('.panel');
  }

  /** It hangs from the end of its button, and so may reach over the window's other edge. */
  readonly #fit = (): void => {
    const panel = this.#panel;
    if (panel === null || panel.hidden) return;
    panel.style.translate = '';
    const over = MARGIN - panel.getBoundingClientRect().left;
    if (over > 0) panel.style.translate = `${over}px`;
  };

  readonly #onOutside = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.#toggle(false);
  };

  readonly #onKey = (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
    this.#toggle(false);
    this.#root.querySelector<HTMLElement>('.opener')?.focus();
  };
}

function make(tag: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function entry(label: string, href: string, look = ''): HTMLElement {
  const link = make('a', { class: `entry ${look}`, href });
  link.textContent = label;
  return link;
}

/** A button that shows what stands behind it. */
function opens(label: string, part: HTMLElement): HTMLElement {
  const button = make('button', { type: 'button', class: 'entry' });
  button.textContent = label;
  button.setAttribute('aria-expanded', 'false');
  button.addEventListener('click', () => {
    part.hidden = !part.hidden;
    button.setAttribute('aria-expanded', String(!part.hidden));
  });
  return button;
}

function gear(): SVGElement {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 24 24');
  picture.setAttribute('width', '24');
  picture.setAttribute('height', '24');
  picture.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', GEAR);
  path.setAttribute('fill', 'currentColor');
  path.setAttribute('fill-rule', 'evenodd');
  picture.append(path);
  return picture;
}

if (customElements.get('proofup-account-menu') === undefined) {
  customElements.define('proofup-account-menu', AccountMenu);
}
