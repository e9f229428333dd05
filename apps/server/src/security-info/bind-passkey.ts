import { creationOptions, type CreationOptions } from '#authenticators/passkey/options.ts';
import { ceremonyOf, type RelyingParty } from '#authenticators/passkey/relying-party.ts';
import type { UserStore } from '#directory/ports.ts';
import { LIMITS } from '#domain/bound-authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ChallengeEngine, Tokens } from '#sign-in/ports.ts';
import { beginBinding, recordStart } from './new-binding.ts';
import type { Actor, Binding, NewBinding, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly users: Pick<UserStore, 'find'>;
  readonly engine: Pick<ChallengeEngine, 'issue'>;
  readonly relyingParty: RelyingParty;
  readonly tokens: Tokens;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type BindPasskeyOutcome =
  | { readonly kind: 'begun'; readonly binding: Binding; readonly publicKey: CreationOptions }
  | { readonly kind: 'limit-reached' };

export type BindPasskey = (request: {
  readonly actor: Actor;
  readonly name: string | undefined;
  readonly context: RequestContext;
}) => Promise<BindPasskeyOutcome>;

/**
 * Starts a passkey. The browser makes it and answers with its public half (`confirmBinding`); until
 * then nothing is known of it. Another one that was started and not finished is dropped.
 */
export function makeBindPasskey(dependencies: Dependencies): BindPasskey {
  return async ({ actor, name, context }) => {
    const now = dependencies.clock();
    const user = await dependencies.users.find(actor.userId);
    if (user === undefined) throw new Error(`no user ${actor.userId}`);
    const binding = newBinding(dependencies, { actor, name, now });
    return dependencies.transact('attempt', async (tx): Promise<BindPasskeyOutcome> => {
      await tx.bindings.insert(binding);
      // Counted now that the account is held: another one may just have been confirmed.
      const existing = await tx.authenticators.passkeysOf(user.id);
      if (existing.length >= LIMITS.passkey) {
        await tx.bindings.advance(binding.id, 'cancelled', now);
        return { kind: 'limit-reached' };
      }
      const challenge = await issue(dependencies, tx, { binding, context, now });
      const { relyingParty, tokens } = dependencies;
      const of = { unique: challenge.id, userVerification: 'preferred' } as const;
      const ceremony = ceremonyOf(relyingParty, tokens, of);
      const publicKey = creationOptions({ ceremony, relyingParty, user, existing });
      return { kind: 'begun', binding: { ...binding, state: 'pending' }, publicKey };
    });
  };
}

type Issuing = {
  readonly binding: NewBinding;
  readonly context: RequestContext;
  readonly now: Date;
};

async function issue(
  { engine }: Dependencies,
  tx: SecurityInfoStores,
  { binding, context, now }: Issuing,
): Promise<Challenge> {
  const { id, userId } = binding;
  await recordStart(tx, { binding, context, now });
  const subject = { kind: 'binding', bindingId: id } as const;
  const asked = {
    userId,
    for: subject,
    type: 'passkey',
    slot: undefined,
    phone: undefined,
    isFirst: true,
  } as const;
  const issued = await engine.issue(tx, asked, { now, context });
  if (issued.kind !== 'issued') throw new Error(`a new binding was refused: ${issued.kind}`);
  return issued.challenge;
}

type Starting = {
  readonly actor: Actor;
  readonly name: string | undefined;
  readonly now: Date;
};

/** As long as its challenge: nothing of it can be used later. */
const BINDING_LIFE_MS = 5 * 60_000;

const newBinding = ({ ids }: Dependencies, { actor, name, now }: Starting): NewBinding => ({
  ...beginBinding({ actor, id: ids(), now }),
  kind: 'passkey',
  slot: undefined,
  name,
  lastTwoDigits: undefined,
  hasExtension: false,
  secret: undefined,
  numberHash: undefined,
  expiresAt: new Date(now.getTime() + BINDING_LIFE_MS),
});
