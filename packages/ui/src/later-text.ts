import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_LATER } from './texts/en-later.ts';

/** All the texts there are, for what is loaded after the sign-in page. */
export const t = textsOf({ ...EN, ...EN_LATER });
