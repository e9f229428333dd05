export type XmlElement = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly children?: readonly (XmlElement | string)[];
};

/** Renders a document; strings are always text, so nothing they hold can become an element. */
export function renderXml(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${renderElement(root)}`;
}

function renderElement({ name, attributes = {}, children = [] }: XmlElement): string {
  const rendered = Object.entries(attributes).map(([key, value]) => ` ${key}="${escape(value)}"`);
  const content = children.map((child) =>
    typeof child === 'string' ? escape(child) : renderElement(child),
  );
  return `<${name}${rendered.join('')}>${content.join('')}</${name}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** XML 1.0 section 2.2: no entity can carry these characters, so they are left out. */
const FORBIDDEN = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

function escape(text: string): string {
  return text.replace(FORBIDDEN, '').replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
