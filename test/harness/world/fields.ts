import type { Shape } from '../../../packages/contract/src/schemas.ts';

type Schema = NonNullable<Shape['body']>;

type JsonSchema = {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: unknown;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly propertyNames?: unknown;
};

type Fields = Readonly<Record<string, unknown>>;
type At = readonly (string | 0)[];

const schemaOf = (shape: Schema): JsonSchema =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of it, if it is there
  shape.toJSONSchema({ unrepresentable: 'any', io: 'input' }) as JsonSchema;

/** Where a shape takes a string, or anything at all; in lists, their first place. */
export const stringFields = (shape: Schema): readonly At[] => leavesOf(schemaOf(shape), []);

function leavesOf(schema: JsonSchema, at: At): readonly At[] {
  if (schema.enum !== undefined || schema.const !== undefined) return [];
  const { properties = {}, items } = schema;
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  if (choices.length > 0) return unique(choices.flatMap((one) => leavesOf(one, at)));
  if (schema.type === 'array') return items === undefined ? [] : leavesOf(items, [...at, 0]);
  if (schema.type === 'object') {
    return Object.entries(properties).flatMap(([name, one]) => leavesOf(one, [...at, name]));
  }
  return schema.type === 'string' || schema.type === undefined ? [at] : [];
}

const unique = (fields: readonly At[]): readonly At[] => [
  ...new Map(fields.map((at) => [at.join('.'), at])).values(),
];

/** `body` with `value` in this place; what is missing on the way there is made. */
export function withField(body: unknown, [first, ...rest]: At, value: unknown): unknown {
  if (first === undefined) return value;
  if (first === 0) return [withField(Array.isArray(body) ? body[0] : undefined, rest, value)];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an object, as the shape says
  const fields = (typeof body === 'object' && body !== null ? body : {}) as Fields;
  return { ...fields, [first]: withField(fields[first], rest, value) };
}

export const fieldNames = (shape: Schema): readonly string[] =>
  Object.keys(schemaOf(shape).properties ?? {});

/** Where a shape takes fields that it does not name. */
export const openObjects = (shape: Schema): readonly string[] => openIn(schemaOf(shape), []);

const namesAre = (names: unknown): boolean =>
  typeof names === 'object' && names !== null && 'enum' in names;

function openIn(schema: JsonSchema, at: At): readonly string[] {
  const { properties = {}, items } = schema;
  const choices = [...(schema.anyOf ?? []), ...(schema.oneOf ?? [])];
  // A record of names that are listed is as closed as an object.
  const isClosed = schema.additionalProperties === false || namesAre(schema.propertyNames);
  const isOpen = schema.type === 'object' && !isClosed;
  return [
    ...(isOpen ? [at.join('.')] : []),
    ...choices.flatMap((one) => openIn(one, at)),
    ...(items === undefined ? [] : openIn(items, [...at, 0])),
    ...Object.entries(properties).flatMap(([name, one]) => openIn(one, [...at, name])),
  ];
}
