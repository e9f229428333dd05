import { type BoundAuthenticator, LIMITS } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AuthenticatorId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ChallengeEngine } from '#sign-in/ports.ts';
import { beginBinding, recordStart } from './new-binding.ts';
import type { Actor, Binding, NewBinding, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly engine: Pick<ChallengeEngine, 'issue'>;
  readonly makeSecret: () => Uint8Array;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type BindAppRequest = {
  readonly actor: Actor;
  readonly name: string | undefined;
  /** The app that this one takes the place of: a move to a new phone. */
  readonly replaces: AuthenticatorId | undefined;
  readonly context: RequestContext;
};

export type BindAppOutcome =
  | { readonly kind: 'begun'; readonly binding: Binding; readonly secret: Uint8Array }
  | { readonly kind: 'limit-reached' }
  /** What is to be moved is not an app of this person. */
  | { readonly kind: 'not-found' };

export type BindApp = (request: BindAppRequest) => Promise<BindAppOutcome>;

/** Starts an authenticator app: a new secret each time, shown once, dead in ten minutes unless proved. */
export function makeBindApp(dependencies: Dependencies): BindApp {
  const { transact, engine, makeSecret, ids, clock } = dependencies;
  return async (request) => {
    const { actor, context } = request;
    const now = clock();
    const secret = makeSecret();
    return transact('attempt', async (tx): Promise<BindAppOutcome> => {
      const apps = (await tx.authenticators.list(actor.userId)).filter(isApp);
      const old = apps.find(({ id }) => id === request.replaces);
      if (request.replaces !== undefined && old === undefined) return { kind: 'not-found' };
      if (old === undefined && apps.length >= LIMITS.totp) return { kind: 'limit-reached' };
      const begun = beginBinding({ actor, id: ids(), now });
      const binding = { ...begun, ...asApp(request, old), secret };
      await tx.bindings.insert(binding);
      await recordStart(tx, { binding, context, now });
      const target = {
        userId: actor.userId,
        for: { kind: 'binding', bindingId: binding.id },
        type: 'totp',
        slot: undefined,
        phone: undefined,
        isFirst: true,
      } as const;
      await engine.issue(tx, target, { now, context });
      return { kind: 'begun', binding: { ...binding, state: 'pending' }, secret };
    });
  };
}

const isApp = ({ kind }: BoundAuthenticator): boolean => kind === 'totp';

/** A moved app keeps the name it has, unless it is given another. */
const asApp = (
  { name, replaces }: BindAppRequest,
  old: BoundAuthenticator | undefined,
): Pick<
  NewBinding,
  'kind' | 'slot' | 'name' | 'lastTwoDigits' | 'hasExtension' | 'numberHash' | 'replaces'
> => ({
  kind: 'totp',
  slot: undefined,
  name: name ?? old?.name,
  lastTwoDigits: undefined,
  hasExtension: false,
  numberHash: undefined,
  replaces,
});
