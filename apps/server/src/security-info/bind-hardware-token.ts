import { LIMITS } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import { fold } from '#domain/fold.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ChallengeEngine } from '#sign-in/ports.ts';
import { beginBinding, recordStart } from './new-binding.ts';
import type { Actor, Binding, HardwareTokenStore, SecurityInfoStores } from './ports.ts';

type Stores = SecurityInfoStores & { readonly hardwareTokens: HardwareTokenStore };

type Dependencies<Tx extends Stores> = {
  readonly transact: Transact<Tx>;
  readonly engine: Pick<ChallengeEngine, 'issue'>;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type BindTokenOutcome =
  | { readonly kind: 'begun'; readonly binding: Binding }
  | { readonly kind: 'limit-reached' }
  /** No token with this serial number waits to be activated by this person. */
  | { readonly kind: 'not-found' };

export type BindHardwareToken = (request: {
  readonly actor: Actor;
  readonly serial: string;
  readonly context: RequestContext;
}) => Promise<BindTokenOutcome>;

const CHALLENGE = {
  type: 'hardware-token',
  slot: undefined,
  phone: undefined,
  isFirst: true,
} as const;

/** Starts to activate a token that an administrator has assigned: a code of it is still to come. */
export function makeBindHardwareToken<Tx extends Stores>(
  dependencies: Dependencies<Tx>,
): BindHardwareToken {
  const { transact, engine, ids, clock } = dependencies;
  return ({ actor, serial, context }) =>
    transact('attempt', async (tx): Promise<BindTokenOutcome> => {
      const now = clock();
      const { userId } = actor;
      const token = await tx.hardwareTokens.findBySerial(fold(serial));
      if (token?.userId !== userId || token.authenticatorId !== undefined) {
        return { kind: 'not-found' };
      }
      const bound = await tx.authenticators.list(userId);
      const owned = bound.filter(({ kind }) => kind === 'hardware-token');
      if (owned.length >= LIMITS['hardware-token']) return { kind: 'limit-reached' };
      const secret = await tx.hardwareTokens.secretOf(token.id);
      const binding = {
        ...beginBinding({ actor, id: ids(), now }),
        kind: 'hardware-token',
        slot: undefined,
        name: token.serial,
        lastTwoDigits: undefined,
        hasExtension: false,
        numberHash: undefined,
        credentialId: token.id,
        secret,
      } as const;
      await tx.bindings.insert(binding);
      await recordStart(tx, { binding, context, now });
      const subject = { kind: 'binding', bindingId: binding.id } as const;
      await engine.issue(tx, { ...CHALLENGE, userId, for: subject }, { now, context });
      return { kind: 'begun', binding: { ...binding, state: 'pending' } };
    });
}
