import type { Challenge } from './challenge.ts';
import type { RequestContext } from './context.ts';
import type { UserId } from './ids.ts';

/** The fields that every audit record of a person's own doing shares. */
export const auditOf = (context: RequestContext, userId: UserId | undefined) => ({
  actor: userId === undefined ? undefined : ({ type: 'user', id: userId } as const),
  requestId: context.requestId,
  personal: { address: context.address, userAgent: context.userAgent },
});

/** Beside the event that ended it: in so many browsers the second step is asked for again. */
export const auditOfEndedTrust = <Fields extends object>(
  browsers: number,
  reason: string,
  fields: Fields & { readonly detail?: object | undefined },
) =>
  browsers === 0
    ? []
    : [
        {
          ...fields,
          event: 'device_trust.revoked',
          outcome: 'info',
          reason,
          detail: { ...fields.detail, browsers },
        } as const,
      ];

/** The same for what happens to a challenge. */
export const auditOfChallenge = (context: RequestContext, challenge: Challenge) => ({
  ...auditOf(context, challenge.userId),
  challengeId: challenge.id,
  method: challenge.type,
  signInId: challenge.for.kind === 'sign-in' ? challenge.for.signInId : undefined,
});
