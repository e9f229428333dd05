import { writeDeviceSecret } from '#authenticators/device/binding-secret.ts';
import { thumbprintOf } from '#authenticators/device/key.ts';
import { readRegistration } from '#authenticators/device/registration.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import { parseActivationCode } from '#domain/output.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { EngineStores, LaneKey, Signals, Tokens } from '#sign-in/ports.ts';
import {
  ACTIVATION_PURPOSE,
  type DeviceStore,
  type NewRegistration,
  type SignedSettings,
} from './ports.ts';

type Dependencies = {
  readonly transact: Transact<Pick<EngineStores, 'devices' | 'throttles' | 'audit'>>;
  readonly users: Pick<UserStore, 'find'>;
  readonly tokens: Tokens;
  readonly signals: Signals;
  readonly clock: Clock;
  readonly signed: SignedSettings;
};

export type RegisterDevice = (request: {
  readonly code: string;
  readonly name: string;
  readonly registration: unknown;
  readonly context: RequestContext;
}) => Promise<
  | { readonly kind: 'registered'; readonly account: string }
  /** Unknown, used and expired codes, and whatever is wrong with the key: all alike. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number }
>;

/**
 * Takes the key of a device that has an activation code. The attempt is counted for its source before
 * the code is looked for; the key proves itself by signing the code.
 */
export function makeRegisterDevice(dependencies: Dependencies): RegisterDevice {
  const { transact, tokens, signals, clock } = dependencies;
  return async ({ code, name, registration: proof, context }) => {
    const now = clock();
    const lane: LaneKey = {
      kind: 'source-failures',
      subject: tokens.hash('source', context.source),
    };
    const outcome = await transact('attempt', async (tx) => {
      const budget = await tx.throttles.reserve([lane], now);
      if (budget.kind === 'throttled') return budget;
      const given = { typed: code, code: parseActivationCode(code), now };
      const key = readRegistration(proof, { ...given, ...dependencies.signed });
      const codeHash = tokens.hash(ACTIVATION_PURPOSE, given.code);
      const { userAgent: browser, address } = context;
      const registration = key && {
        keyId: thumbprintOf(key),
        secret: writeDeviceSecret({ key, browser, address }),
        name,
      };
      const registered = registration && (await take(tx.devices, { codeHash, registration, now }));
      await tx.audit.append([recordOf(registered?.userId, context)], now);
      if (registered !== undefined) await tx.throttles.forgive([lane]);
      return { kind: 'tried', registered } as const;
    });
    if (outcome.kind === 'throttled') return outcome;
    const { registered } = outcome;
    if (registered === undefined) return { kind: 'refused' };
    signals.changed(registered.subject);
    const user = await dependencies.users.find(registered.userId);
    return { kind: 'registered', account: user?.login ?? '' };
  };
}

type Taking = {
  readonly codeHash: string;
  readonly registration: NewRegistration;
  readonly now: Date;
};

/** A code is of an addition or of a move; who waits is told of it. */
async function take(devices: DeviceStore, { codeHash, registration, now }: Taking) {
  const added = await devices.register(codeHash, registration, now);
  if (added !== undefined) return { subject: added.bindingId, userId: added.userId };
  const moved = await devices.registerMove(codeHash, registration, now);
  return moved && { subject: moved.id, userId: moved.userId };
}

const recordOf = (userId: UserId | undefined, context: RequestContext) => ({
  event: 'factor.device_answered' as const,
  outcome: userId === undefined ? ('failure' as const) : ('success' as const),
  reason: userId === undefined ? 'code_or_key' : undefined,
  method: 'push',
  ...auditOf(context, userId),
});
