export type Schema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
};

/** TypeScript's words for a JSON Schema (2020-12), as far as the contract's shapes go. */
export function typeOf(schema: Schema): string {
  const { type, enum: values } = schema;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (values !== undefined) return values.map((value) => JSON.stringify(value)).join(' | ');
  const any = schema.anyOf ?? schema.oneOf;
  if (any !== undefined) return [...new Set(any.map(typeOf))].join(' | ');
  return WORDS[String(type)]?.(schema) ?? 'unknown';
}

const WORDS: Readonly<Record<string, (schema: Schema) => string>> = {
  array: ({ items = {} }) => `readonly (${typeOf(items)})[]`,
  object: (schema) => objectOf(schema),
  integer: () => 'number',
  number: () => 'number',
  string: () => 'string',
  boolean: () => 'boolean',
  null: () => 'null',
};

function objectOf({ properties, required = [], additionalProperties }: Schema): string {
  if (properties === undefined) {
    const values =
      typeof additionalProperties === 'object' ? typeOf(additionalProperties) : 'unknown';
    return `Readonly<Record<string, ${values}>>`;
  }
  const fields = Object.entries(properties).map(
    ([name, schema]) =>
      `readonly ${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(schema)}`,
  );
  return `{ ${fields.join('; ')} }`;
}
