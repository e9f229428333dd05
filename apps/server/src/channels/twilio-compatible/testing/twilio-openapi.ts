import { readFileSync } from 'node:fs';

type Schema = {
  readonly $ref?: string;
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object';
  readonly nullable?: boolean;
  readonly enum?: readonly string[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
};
type Content = Readonly<Record<string, { readonly schema: Schema }>>;
type Operation = {
  readonly parameters?: readonly { readonly in: string; readonly name: string; schema: Schema }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
};
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** The carrier's own description of its API: a judge that neither side of ours wrote. */
const document: Document = JSON.parse(
  readFileSync(
    new URL(
      '../../../../../../node_modules/@twilio-alpha/mcp/twilio-oai/spec/json/twilio_api_v2010.json',
      import.meta.url,
    ),
    'utf8',
  ),
);

/** What is wrong with a form-encoded request; empty when the document allows it. */
export function requestViolations(method: string, url: string, body: string): readonly string[] {
  const found = operationAt(method, new URL(url).pathname);
  if (!found) return [`no operation ${method} ${new URL(url).pathname}`];
  const schema = found.requestBody?.content['application/x-www-form-urlencoded']?.schema;
  if (!schema) return ['the operation takes no form'];
  const form = new URLSearchParams(body);
  const missing = (schema.required ?? []).filter((name) => !form.has(name));
  return [
    ...missing.map((name) => `${name}: missing`),
    ...[...new Set(form.keys())].flatMap((name) =>
      fieldViolations(name, schema.properties?.[name], form.getAll(name)),
    ),
  ];
}

/** What is wrong with a JSON answer; empty when the document allows it. */
export function responseViolations(
  operation: { readonly method: string; readonly path: string; readonly status: number },
  body: unknown,
): readonly string[] {
  const found = operationAt(operation.method, operation.path);
  const schema = found?.responses[operation.status]?.content?.['application/json']?.schema;
  return schema ? valueViolations('body', schema, body) : ['no such response in the document'];
}

function operationAt(method: string, path: string): Operation | undefined {
  const [template] = Object.keys(document.paths).filter((candidate) => matches(candidate, path));
  return template ? document.paths[template]?.[method.toLowerCase()] : undefined;
}

function matches(template: string, path: string): boolean {
  const escaped = template.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/.]+)');
  return new RegExp(`^${escaped}$`).test(path);
}

function fieldViolations(
  name: string,
  schema: Schema | undefined,
  values: readonly string[],
): readonly string[] {
  if (!schema) return [`${name}: not in the document`];
  const { type, items } = resolved(schema);
  if (type === 'array' && items) {
    return values.flatMap((value) => valueViolations(name, items, value));
  }
  if (values.length !== 1) return [`${name}: given ${values.length} times`];
  return valueViolations(name, schema, typed(resolved(schema), values[0] ?? ''));
}

/** A form has only text; a number or truth value written as one is read as such. */
function typed({ type, format }: Schema, text: string): unknown {
  if (type === 'integer' || type === 'number') return text === '' ? text : Number(text);
  if (type === 'boolean') return { true: true, false: false }[text] ?? text;
  return format === 'uri' && !URL.canParse(text) ? undefined : text;
}

function valueViolations(name: string, reference: Schema, value: unknown): readonly string[] {
  const schema = resolved(reference);
  if (value === null) return schema.nullable ? [] : [`${name}: null`];
  if (!hasType(schema, value)) return [`${name}: not of type ${schema.type}`];
  if (typeof value === 'string') return textViolations(name, schema, value);
  if (Array.isArray(value) || typeof value !== 'object' || !schema.properties) return [];
  const known = schema.properties;
  return Object.entries(value ?? {}).flatMap(([key, item]) => {
    const property = known[key];
    return property
      ? valueViolations(`${name}.${key}`, property, item)
      : [`${name}.${key}: not in the document`];
  });
}

function hasType({ type }: Schema, value: unknown): boolean {
  if (type === undefined) return true;
  if (type === 'integer') return Number.isInteger(value);
  if (type === 'array') return Array.isArray(value);
  return typeof value === type;
}

/** RFC 2822 as the API writes it: "Thu, 24 Aug 2023 05:01:45 +0000". */
const RFC_2822 = /^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000$/;

function textViolations(name: string, schema: Schema, value: string): readonly string[] {
  const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = schema;
  const checks: readonly (readonly [boolean, string])[] = [
    [schema.enum?.includes(value) ?? true, 'not one of the values'],
    [new RegExp(schema.pattern ?? '').test(value), 'not of the pattern'],
    [value.length >= minLength && value.length <= maxLength, 'of the wrong length'],
    [schema.format !== 'date-time-rfc-2822' || RFC_2822.test(value), 'not a date'],
  ];
  return checks.filter(([good]) => !good).map(([, problem]) => `${name}: ${problem}`);
}

function resolved(schema: Schema): Schema {
  if (!schema.$ref) return schema;
  return document.components.schemas[schema.$ref.replace('#/components/schemas/', '')] ?? {};
}
