import { APP_PASSWORDS, type AppPassword } from '#domain/app-password.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { hasBoundIn } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { AppPasswordId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Notices } from '#notices/ports.ts';
import type { Tokens } from '#sign-in/ports.ts';
import type { Actor, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  /** 24 Crockford characters: 120 bits. */
  readonly makePassword: () => string;
  /** Whether the organisation has them at all. */
  readonly allowed: () => boolean;
  readonly tokens: Tokens;
  readonly notices: Notices<SecurityInfoStores>;
  readonly wake: () => void;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type CreateAppPasswordOutcome =
  /** Without groups; shown once, stored nowhere. */
  | {
      readonly kind: 'created';
      readonly appPassword: AppPassword;
      readonly password: string;
    }
  | { readonly kind: 'limit-reached' }
  /** The organisation does not allow them. */
  | { readonly kind: 'not-allowed' }
  /** A set-up that has bound nothing yet. */
  | { readonly kind: 'nothing-bound' };

export type CreateAppPassword = (request: {
  readonly actor: Actor;
  readonly name: string;
  readonly context: RequestContext;
}) => Promise<CreateAppPasswordOutcome>;

/**
 * Makes a password for one program. It is always made here, never chosen, so 120 random bits stand
 * behind it and a keyed hash is enough: what a slow hash guards against is the guessing of words
 * (ASVS 6.5.2 takes a fast hash from 112 bits on).
 */
export function makeCreateAppPassword(dependencies: Dependencies): CreateAppPassword {
  const { transact, tokens, notices, clock, wake } = dependencies;
  return async ({ actor, name, context }) => {
    if (!dependencies.allowed()) return { kind: 'not-allowed' };
    const { userId } = actor;
    const now = clock();
    const password = dependencies.makePassword();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
    const id = dependencies.ids() as AppPasswordId;
    const made = { id, userId, name, createdAt: now };
    const hash = tokens.hash('app-password', password);
    const outcome = await transact('fact', async (tx): Promise<CreateAppPasswordOutcome> => {
      if (actor.kind === 'set-up') {
        const bound = await tx.authenticators.list(userId);
        if (!hasBoundIn(bound, actor.signInId)) return { kind: 'nothing-bound' };
      }
      if (!(await tx.appPasswords.insert({ ...made, hash }, APP_PASSWORDS))) {
        return { kind: 'limit-reached' };
      }
      await notices.enqueue(tx, { userId, id: 'app-password-created', now });
      const target = { type: 'app_password', id };
      const common = { ...auditOf(context, userId), target };
      await tx.audit.append(
        [{ event: 'app_password.created', outcome: 'success', ...common }],
        now,
      );
      return { kind: 'created', appPassword: { ...made, lastUsedAt: undefined }, password };
    });
    if (outcome.kind === 'created') wake();
    return outcome;
  };
}
