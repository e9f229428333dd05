import { textsOf } from './text.ts';
import { EN } from './texts/en.ts';
import { EN_DEVICE } from './texts/en-device.ts';

/** With the sentences about the authenticator on a phone: the sign-in page loads them when they are asked for. */
export const t = textsOf({ ...EN, ...EN_DEVICE });
