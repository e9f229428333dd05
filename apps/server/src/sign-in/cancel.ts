import type { RequestContext } from '#domain/context.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { EngineStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<Pick<EngineStores, 'signIns' | 'challenges' | 'audit'>>;
  readonly clock: Clock;
};

export type CancelSignIn = (request: {
  readonly signIn: SignIn;
  readonly context: RequestContext;
}) => Promise<void>;

export function makeCancelSignIn({ transact, clock }: Dependencies): CancelSignIn {
  return async ({ signIn, context }) => {
    const now = clock();
    await transact('attempt', async (tx) => {
      if (!(await tx.signIns.advance(signIn.id, signIn.state, 'ended'))) return;
      const latest = await tx.challenges.latestFor(signIn.id);
      if (latest?.state === 'live') {
        await tx.challenges.advance(latest.id, 'live', { state: 'superseded', now });
      }
      const common = { ...auditOf(context, signIn.userId), signInId: signIn.id };
      await tx.audit.append(
        [{ event: 'mfa.challenge.superseded', outcome: 'info', reason: 'cancelled', ...common }],
        now,
      );
    });
  };
}
