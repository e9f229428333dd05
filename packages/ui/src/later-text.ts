import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_LATER } from './texts/en-later.ts';

/** Also what several pages say that load later: the sign-in page does not carry it. */
export const t = textsOf({ ...EN, ...EN_LATER });
