import type { ErrorCode } from '@proofup/contract/error-codes.ts';
import { EN } from './texts/en.ts';
import { EN_ERRORS } from './texts/en-errors.ts';

export type TextId = keyof typeof EN;

/** A language is these two tables; English is the only one so far. */
export type Catalogue = {
  readonly texts: Readonly<Record<TextId, string>>;
  readonly errors: Readonly<Record<ErrorCode, ErrorText>>;
};

export type ErrorText = {
  readonly happened: string;
  /** What the person need not worry about. */
  readonly safe: string;
  readonly next: string;
};

export const LANGUAGE = 'en';

const CATALOGUE: Catalogue = { texts: EN, errors: EN_ERRORS };

type Placeholder<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholder<Rest>
  : never;

export type TextValues = Readonly<Record<string, string | number>>;

type ValuesOf<Text extends string> = [Placeholder<Text>] extends [never]
  ? []
  : [values: Readonly<Record<Placeholder<Text>, string | number>>];

type Table = Readonly<Record<string, string>>;

/** Gives the text of an id of this table; the compiler asks for exactly the placeholders that it has. */
export const textsOf =
  <const Texts extends Table>(texts: Texts) =>
  <Id extends keyof Texts>(id: Id, ...[values]: ValuesOf<Texts[Id]>): string =>
    fill(texts[id] ?? '', values ?? {});

export const t = textsOf(EN);

export const errorText = (code: ErrorCode): ErrorText => CATALOGUE.errors[code];

/** Fills each `{name}`; one that has no value stays visible, so that nobody overlooks it. */
export function fill(template: string, values: TextValues): string {
  return template.replaceAll(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
