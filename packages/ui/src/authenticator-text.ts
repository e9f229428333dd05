import { errorText, textsOf } from './text.ts';
import { EN_AUTHENTICATOR } from './texts/en-authenticator.ts';

export { errorText };

/** The sentences of the app on the phone. */
export const t = textsOf(EN_AUTHENTICATOR);
