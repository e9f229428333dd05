import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import { EN } from './texts/en.ts';
import { EN_ERRORS, EN_OTHER_ERROR } from './texts/en-errors.ts';

export type ErrorText = {
  readonly happened: string;
  /** What the person need not worry about. */
  readonly safe: string;
  readonly next: string;
};

export const LANGUAGE = 'en';

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

export type TextValues = Readonly<Record<string, string | number>>;

type ValuesOf<Text extends string> = [Placeholder<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<Text>, string | number>>];

type Table = Readonly<Record<string, string>>;

/**
 * Gives the text of an id of this table; the compiler asks for exactly the placeholders that it has.
 * What only a part of the pages says has a table that loads with it.
 */
export const textsOf =
  <const Texts extends Table>(texts: Texts) =>
  <Id extends keyof Texts>(id: Id, ...[values]: ValuesOf<Texts[Id]>): string =>
    fill(texts[id] ?? '', values ?? {});

export const t = textsOf(EN);

/** A page may be older than the server that answers it: a code that it does not know has words too. */
export const errorText = (code: ErrorCode): ErrorText =>
  Object.hasOwn(EN_ERRORS, code) ? EN_ERRORS[code] : EN_OTHER_ERROR;

/** Fills each `{name}`; one that has no value stays visible, so that nobody overlooks it. */
export function fill(template: string, values: TextValues): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
