import {
  type BoundAuthenticator,
  listOptions,
  listStepUpOptions,
  type Option,
  type Preference,
} from './bound-authenticator.ts';
import { accepts, type Purpose, type SignIn } from './sign-in.ts';

const OPTIONS_FOR: Readonly<Record<Purpose, typeof listOptions>> = {
  'sign-in': listOptions,
  'step-up': listStepUpOptions,
  'relying-party': listOptions,
};

/** What may prove this sign-in, the one asked first in front: shown, and issued, and nothing else. */
export const listSignInOptions = (
  signIn: Pick<SignIn, 'purpose' | 'accepts'>,
  bound: readonly BoundAuthenticator[],
  at: { readonly now: Date; readonly preference?: Preference | undefined },
): readonly Option[] =>
  OPTIONS_FOR[signIn.purpose](bound, at.now, at.preference).filter(({ type }) =>
    accepts(signIn, type),
  );
