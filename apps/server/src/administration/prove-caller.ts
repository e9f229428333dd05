import type { CallerCheckId, UserId } from '#domain/ids.ts';
import type { Order } from './order.ts';
import type { CallerCheckStore } from './ports.ts';

/** How the operator made sure who asked for something (M08). */
export type CallerProof = {
  /** In the operator's own words. */
  readonly callerVerifiedBy?: string | undefined;
  /** A number that the caller read out (send-caller-number.ts). */
  readonly callerCheck?: CallerCheckId | undefined;
};

export type NotVerified = { readonly kind: 'caller-not-verified' };

type Asked = {
  readonly userId: UserId;
  readonly order: Order;
  readonly proof: CallerProof;
  /** What it is for: a verified caller is good for each act once. */
  readonly act: string;
  readonly now: Date;
};

/**
 * Words for the audit log. Whoever is signed in, or a key, says how the caller was verified, or nothing is done;
 * on the command line it is asked for, and no more than that.
 */
export async function proveCaller(
  { callerChecks }: { readonly callerChecks: Pick<CallerCheckStore, 'use'> },
  { userId, order, proof, act, now }: Asked,
): Promise<{ readonly kind: 'verified'; readonly by: string } | NotVerified> {
  const { callerVerifiedBy, callerCheck } = proof;
  const { signedIn, byKey, approval } = order;
  if ((signedIn ?? byKey) === undefined || approval !== undefined) {
    return { kind: 'verified', by: callerVerifiedBy ?? 'not recorded' };
  }
  if (callerCheck !== undefined) {
    // Numbers are sent by people, and count for whoever sent them: not for a key.
    const staffId = signedIn?.session.userId;
    const sentBy = staffId && (await callerChecks.use(callerCheck, { staffId, userId, act, now }));
    return sentBy === undefined
      ? { kind: 'caller-not-verified' }
      : { kind: 'verified', by: `a number sent by ${sentBy}` };
  }
  return callerVerifiedBy === undefined
    ? { kind: 'caller-not-verified' }
    : { kind: 'verified', by: callerVerifiedBy };
}

/** When a second person of the staff is asked for beyond what is done to administrators and owners. */
export type TwoPersons = 'managers' | 'unverified' | 'always';

export const takesTwoPersons = (mode: TwoPersons, { callerCheck }: CallerProof): boolean =>
  mode === 'always' || (mode === 'unverified' && callerCheck === undefined);
