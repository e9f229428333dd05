import { z } from 'zod';
import { SETTINGS } from './settings.ts';

export type Setting = {
  /** Dotted, as in the configuration file. */
  readonly name: string;
  readonly env: string;
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
  readonly secret: boolean;
  readonly default: unknown;
  /** What completes "must be …". */
  readonly expects: string;
  readonly description: string;
};

type JsonSchema = {
  readonly type?: Setting['type'] | 'object';
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly default?: unknown;
  readonly description?: string;
  readonly expects?: string;
  readonly secret?: boolean;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
};

/** `carrier.authToken` is `PROOFUP_CARRIER_AUTH_TOKEN`. */
export const envNameOf = (name: string): string =>
  `PROOFUP_${name
    .replaceAll('.', '_')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toUpperCase()}`;

function expectsOf(schema: JsonSchema): string {
  if (schema.expects !== undefined) return schema.expects;
  if (schema.enum !== undefined) return `one of ${schema.enum.join(', ')}`;
  if (schema.type === 'integer')
    return `a whole number from ${schema.minimum} to ${schema.maximum}`;
  if (schema.type === 'boolean') return 'true or false';
  return `a text of 1 to ${schema.maxLength} characters`;
}

function settingsIn(schema: JsonSchema, prefix: string): readonly Setting[] {
  return Object.entries(schema.properties ?? {}).flatMap(([key, inner]) => {
    const name = `${prefix}${key}`;
    const { type = 'string' } = inner;
    if (type === 'object') return settingsIn(inner, `${name}.`);
    return {
      name,
      env: envNameOf(name),
      type,
      secret: inner.secret ?? false,
      default: inner.default,
      expects: expectsOf(inner),
      description: inner.description ?? '',
    };
  });
}

/** In the order of the schema. */
export const SETTING_LIST: readonly Setting[] = settingsIn(
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- JSON Schema of our own schema
  z.toJSONSchema(SETTINGS, { io: 'input' }) as JsonSchema,
  '',
);
