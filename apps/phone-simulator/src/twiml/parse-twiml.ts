import { XMLParser, XMLValidator } from 'fast-xml-parser';

export type Verb = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly text: string;
  readonly children: readonly Verb[];
};

/** One node as the parser gives it with its order kept: the element's name, `#text` or `:@`. */
type Node = Readonly<Record<string, unknown>>;

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  htmlEntities: true,
});

/** The verbs of a TwiML document in their order; throws for what the carrier would not run. */
export function parseTwiml(xml: string): readonly Verb[] {
  if (XMLValidator.validate(xml) !== true) throw new Error('is not well-formed XML');
  const nodes: readonly Node[] = parser.parse(xml);
  const root = nodes.find((node) => 'Response' in node);
  if (!root) throw new Error('has no <Response>');
  return verbsOf(root['Response']);
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

function verbsOf(content: unknown): readonly Verb[] {
  const nodes = Array.isArray(content) ? content.filter(isNode) : [];
  return nodes.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    return name === undefined ? [] : [verbOf(name, node)];
  });
}

const textOf = (part: Node): string => (typeof part['#text'] === 'string' ? part['#text'] : '');

function verbOf(name: string, node: Node): Verb {
  const content = node[name];
  const texts = Array.isArray(content) ? content.filter(isNode).map(textOf) : [];
  const attributes = isNode(node[':@']) ? node[':@'] : {};
  return {
    name,
    attributes: Object.fromEntries(
      Object.entries(attributes).map(([key, value]) => [key, String(value)]),
    ),
    text: texts.join('').trim(),
    children: verbsOf(content),
  };
}
