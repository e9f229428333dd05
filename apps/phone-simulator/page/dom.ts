type Properties = {
  readonly className?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly onClick?: () => void;
};

/** One element. Content only ever enters the page as text, so nothing received can be markup. */
export function make<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  { className, text, attributes = {}, onClick }: Properties = {},
  children: readonly Node[] = [],
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name);
  if (className !== undefined) element.className = className;
  if (text !== undefined) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (onClick) element.addEventListener('click', onClick);
  element.append(...children);
  return element;
}

export function button(text: string, className: string, onClick: () => void): HTMLButtonElement {
  return make('button', { text, className, onClick, attributes: { type: 'button' } });
}

/** A part that scrolls by itself and reads out what is added; the keyboard must reach it. */
export function makeLog(label: string, className: string, list: HTMLElement): HTMLDivElement {
  const attributes = { role: 'log', 'aria-label': label, tabindex: '0' };
  return make('div', { className, attributes }, [list]);
}

/** Finds what index.html is known to hold. */
export function required<Found extends HTMLElement>(id: string, type: new () => Found): Found {
  const element = document.getElementById(id);
  if (!(element instanceof type)) throw new TypeError(`The page has no ${id}`);
  return element;
}

/** Changes a text only when it differs: a live region that is written to again is read out again. */
export function setText(element: HTMLElement, text: string): void {
  if (element.textContent !== text) element.textContent = text;
}

export function timeOf(at: string): HTMLTimeElement {
  const shown = new Date(at).toLocaleTimeString(undefined, { timeStyle: 'medium' });
  return make('time', { text: shown, attributes: { datetime: at } });
}
