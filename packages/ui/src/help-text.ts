import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_HELP, EN_HELP_ROUTES, EN_HELP_WORDS, type HelpText } from './texts/en-help.ts';

export type { HelpPart, HelpText } from './texts/en-help.ts';

/** The words around the help pages. */
export const t = textsOf({ ...EN, ...EN_HELP_WORDS });

/** A page for each question, by its path. */
export const HELP_PAGES: Readonly<Record<string, HelpText>> = EN_HELP;

export type HelpRoute = { readonly choice: string; readonly steps: readonly string[] };

export const HELP_ROUTES: Readonly<Record<string, HelpRoute>> = EN_HELP_ROUTES;
