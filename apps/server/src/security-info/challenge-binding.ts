import type { AuthenticatorType } from '#domain/authenticator.ts';
import { typesOf } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ChallengeEngine, IssueOutcome, PhoneTarget, Signals } from '#sign-in/ports.ts';
import type { Binding, BindingStore, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly bindings: Pick<BindingStore, 'secretOf'>;
  readonly engine: Pick<ChallengeEngine, 'issue'>;
  readonly readPhone: (secret: Uint8Array) => PhoneTarget;
  readonly signals: Signals;
  readonly wake: () => void;
  readonly clock: Clock;
};

export type ChallengeBindingOutcome =
  | IssueOutcome
  | { readonly kind: 'binding-over' }
  | { readonly kind: 'method-unavailable' };

export type ChallengeBinding = (request: {
  readonly binding: Binding;
  readonly via: AuthenticatorType;
  readonly context: RequestContext;
}) => Promise<ChallengeBindingOutcome>;

/** Sends the code of a number that is being added again, or calls instead; asks a device that answered. */
export function makeChallengeBinding(dependencies: Dependencies): ChallengeBinding {
  const { transact, bindings, engine, clock } = dependencies;
  return async ({ binding, via, context }) => {
    const now = clock();
    if (binding.state !== 'pending' || binding.expiresAt <= now) return { kind: 'binding-over' };
    const { slot } = binding;
    if (!typesOf(binding).includes(via)) return { kind: 'method-unavailable' };
    const secret = await bindings.secretOf(binding.id);
    if (secret === undefined) return { kind: 'binding-over' };
    const target = {
      userId: binding.userId,
      for: { kind: 'binding', bindingId: binding.id },
      type: via,
      slot,
      phone: slot === undefined ? undefined : dependencies.readPhone(secret),
    } as const;
    const outcome = await transact('attempt', (tx) => engine.issue(tx, target, { now, context }));
    if (outcome.kind === 'issued') {
      dependencies.wake();
      dependencies.signals.changed(binding.id);
    }
    return outcome;
  };
}
