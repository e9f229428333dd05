import {
  type BoundAuthenticator,
  isLastingFor,
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

/**
 * Where the policy takes no method that the account has any more, those that it has lead to the
 * set-up of one that it takes, and to nothing else.
 */
export const leadsToSetUp = (
  { purpose, accepts: types }: Pick<SignIn, 'purpose' | 'accepts'>,
  bound: readonly BoundAuthenticator[],
): boolean =>
  purpose === 'sign-in' && types !== undefined && !bound.some((one) => isLastingFor(one, types));

/** What may prove this sign-in, the one asked first in front: shown, and issued, and nothing else. */
export const listSignInOptions = (
  signIn: Pick<SignIn, 'purpose' | 'accepts'>,
  bound: readonly BoundAuthenticator[],
  at: { readonly now: Date; readonly preference?: Preference | undefined },
): readonly Option[] =>
  OPTIONS_FOR[signIn.purpose](bound, at.now, at.preference).filter(
    ({ type }) => accepts(signIn, type) || leadsToSetUp(signIn, bound),
  );
