import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_ACCOUNT } from './texts/en-account.ts';

/** For the pages of activity, of browsers, of the link in a notice, and of a reported problem. */
export const t = textsOf({ ...EN, ...EN_ACCOUNT });
