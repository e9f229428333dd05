import { LIMITS } from '#domain/bound-authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Clock, Transact } from '#domain/write.ts';
import { ACTIVATION_PURPOSE } from '#devices/ports.ts';
import type { Tokens } from '#sign-in/ports.ts';
import { beginBinding, recordStart } from './new-binding.ts';
import type { Actor, Binding, NewBinding, SecurityInfoStores } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<SecurityInfoStores>;
  readonly tokens: Tokens;
  /** 128 bits for the picture (SP 800-63B-4 section 4.1.2.2). */
  readonly makeLinkCode: () => string;
  /** Eight Crockford characters for people who type: 40 bits, tried a few times an hour. */
  readonly makeTypedCode: () => string;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type BindDeviceOutcome =
  | {
      readonly kind: 'begun';
      readonly binding: Binding;
      readonly linkCode: string;
      readonly typedCode: string;
    }
  | { readonly kind: 'limit-reached' };

export type BindDevice = (request: {
  readonly actor: Actor;
  readonly context: RequestContext;
}) => Promise<BindDeviceOutcome>;

/**
 * Starts a device: it makes its key itself and answers with it, to a code that is shown once. What
 * answered counts for nothing before the person at this page has said that it is theirs.
 */
export function makeBindDevice(dependencies: Dependencies): BindDevice {
  return async ({ actor, context }) => {
    const { transact, tokens, clock } = dependencies;
    const now = clock();
    const linkCode = dependencies.makeLinkCode();
    const typedCode = dependencies.makeTypedCode();
    const binding: NewBinding = {
      ...beginBinding({ actor, id: dependencies.ids(), now }),
      kind: 'device',
      slot: undefined,
      name: undefined,
      lastTwoDigits: undefined,
      hasExtension: false,
      secret: undefined,
      numberHash: undefined,
    };
    return transact('attempt', async (tx): Promise<BindDeviceOutcome> => {
      await tx.bindings.insert(binding);
      const bound = await tx.authenticators.list(actor.userId);
      if (bound.filter(({ kind }) => kind === 'device').length >= LIMITS.device) {
        await tx.bindings.advance(binding.id, 'cancelled', now);
        return { kind: 'limit-reached' };
      }
      await tx.devices.addActivation({
        codeHashes: [linkCode, typedCode].map((code) => tokens.hash(ACTIVATION_PURPOSE, code)),
        bindingId: binding.id,
        expiresAt: binding.expiresAt,
      });
      await recordStart(tx, { binding, context, now });
      return { kind: 'begun', binding: { ...binding, state: 'pending' }, linkCode, typedCode };
    });
  };
}
