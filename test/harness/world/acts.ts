import type { TwoPersonAct } from '../../../packages/contract/src/help-schemas.ts';
import { makeNumbers } from './outputs.ts';
import type { Person } from './person.ts';
import { REASON } from './desk.ts';

const newNumber = makeNumbers();
const callerVerifiedBy = 'known voice';

/** What each act is asked with, beside its reason; a role or state that changes nothing is fine. */
const BODIES: Readonly<Partial<Record<TwoPersonAct, () => Readonly<Record<string, unknown>>>>> = {
  clearMethods: () => ({ registration: 'pass', callerVerifiedBy }),
  resetPasswordOf: () => ({ callerVerifiedBy }),
  issuePass: () => ({ callerVerifiedBy }),
  issueBypass: () => ({ callerVerifiedBy }),
  addPhoneOf: () => ({ callerVerifiedBy, slot: 'office', number: newNumber(), country: 'US' }),
  setUserState: () => ({ state: 'enforced' }),
  setUserRole: () => ({ role: 'user' }),
  setUserLanguage: () => ({ language: 'fr-FR' }),
};

/** A body of this act, done to this person. */
export const bodyOf = (act: TwoPersonAct, { apps }: Person) => ({
  reason: REASON,
  ...BODIES[act]?.(),
  ...(act === 'removeMethodOf' ? { methodId: apps[0]?.id } : {}),
});
