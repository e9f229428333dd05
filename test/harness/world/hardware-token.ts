import { writeTokenSecret } from '../../../apps/server/src/authenticators/hardware-token/secret.ts';
import { toBase32 } from '../../../apps/server/src/authenticators/totp/base32.ts';
import { timeStepAt, totpAt } from '../../../apps/server/src/authenticators/totp/totp.ts';
import type {
  AuthenticatorId,
  BindingId,
  HardwareTokenId,
  SessionId,
} from '../../../apps/server/src/domain/ids.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** A device with a display: what it shows depends on its own clock. */
export type TokenInHand = {
  readonly serial: string;
  readonly secret: Uint8Array;
  readonly base32: string;
  readonly interval: 30 | 60;
  /** `steps` away from what it shows now; `off`: how many seconds its clock is wrong. */
  readonly code: (steps?: number, off?: number) => string;
};

let made = 0;

export function makeToken(world: World, interval: 30 | 60 = 30): TokenInHand {
  made += 1;
  const secret = crypto.getRandomValues(new Uint8Array(20));
  const parameters = {
    secret,
    algorithm: 'sha1',
    digits: 6,
    periodSeconds: interval,
  } as const;
  return {
    serial: `HT-${made}`,
    secret,
    base32: toBase32(secret),
    interval,
    code: (steps = 0, off = 0) => {
      const now = new Date(world.clock.now().getTime() + off * 1000);
      return totpAt(timeStepAt(now, parameters) + steps, parameters);
    },
  };
}

/** A line of a file of tokens. */
export const tokenLine = (token: TokenInHand, login = ''): string =>
  [login, token.serial, token.base32, String(token.interval), 'Maker', 'M1'].join(',');

/** Puts a token straight into the store, assigned. */
export async function assignToken(
  world: World,
  { id: userId }: Pick<Person, 'id'>,
): Promise<TokenInHand & { readonly id: HardwareTokenId }> {
  const token = makeToken(world);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  const id = crypto.randomUUID() as HardwareTokenId;
  await world.database.transact('fact', (tx) =>
    tx.hardwareTokens.insert({
      id,
      serial: token.serial,
      manufacturer: 'Maker',
      model: 'M1',
      periodSeconds: token.interval,
      userId,
      secret: writeTokenSecret({ secret: token.secret, periodSeconds: token.interval }),
      importedAt: world.clock.now(),
    }),
  );
  return { ...token, id };
}

/** The same, as if it had been activated. */
export async function giveToken(world: World, person: Pick<Person, 'id'>): Promise<TokenInHand> {
  const token = await assignToken(world, person);
  const now = world.clock.now();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  const bindingId = crypto.randomUUID() as BindingId;
  const binding = {
    id: bindingId,
    userId: person.id,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
    startedBy: crypto.randomUUID() as SessionId,
    kind: 'hardware-token',
    slot: undefined,
    name: token.serial,
    lastTwoDigits: undefined,
    hasExtension: false,
    numberHash: undefined,
    credentialId: token.id,
    secret: writeTokenSecret({ secret: token.secret, periodSeconds: token.interval }),
    createdAt: now,
    expiresAt: new Date(now.getTime() + 60_000),
  } as const;
  await world.database.transact('fact', async (tx) => {
    await tx.bindings.insert(binding);
    const value = Math.floor(now.getTime() / 1000 / token.interval) - 1;
    await tx.authenticators.spend({ kind: 'binding-counter', bindingId, value }, now);
    await tx.bindings.advance(bindingId, 'confirmed', now);
    await tx.authenticators.bind(bindingId, {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
      id: crypto.randomUUID() as AuthenticatorId,
      userId: person.id,
      kind: 'hardware-token',
      name: token.serial,
      boundAt: now,
      boundIn: undefined,
    });
  });
  return token;
}
