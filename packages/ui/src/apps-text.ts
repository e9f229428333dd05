import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_APPS } from './texts/en-apps.ts';

/** For the portal, and for pages on the way to an application. */
export const t = textsOf({ ...EN, ...EN_APPS });
