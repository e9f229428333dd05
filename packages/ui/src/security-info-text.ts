import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_LATER } from './texts/en-later.ts';
import { EN_SECURITY_INFO } from './texts/en-security-info.ts';

/** Also what only Security info says: no other page carries it. */
export const t = textsOf({ ...EN, ...EN_LATER, ...EN_SECURITY_INFO });
