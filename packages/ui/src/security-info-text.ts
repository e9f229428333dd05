import { makeText } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_SECURITY_INFO } from './texts/en-security-info.ts';

/** Also what only Security info says: the sign-in page does not carry it. */
export const t = makeText({ ...EN, ...EN_SECURITY_INFO });
