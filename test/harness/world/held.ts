import assert from 'node:assert/strict';
import { makeTokens } from '../../../apps/server/src/crypto/tokens.ts';
import { makeIdSource } from '../../../apps/server/src/crypto/uuid-v7.ts';
import {
  type AuthenticatorType,
  propertiesOf,
} from '../../../apps/server/src/domain/authenticator.ts';
import { typesOf } from '../../../apps/server/src/domain/bound-authenticator.ts';
import { ATTEMPTS } from '../../../apps/server/src/domain/challenge.ts';
import type { ChallengeId, SignInId } from '../../../apps/server/src/domain/ids.ts';
import { SIGN_IN_LIFE_MS } from '../../../apps/server/src/domain/sign-in.ts';
import { makeCookies } from '../../../apps/server/src/http/cookies.ts';
import type { Browser } from './browser.ts';
import type { Person } from './person.ts';
import type { World } from './world.ts';

/** A browser with a sign-in that waits for an output, as far as submitting one needs it. */
export type Held = {
  readonly browser: Browser;
  readonly signIn: { readonly id: string; readonly challenge: { readonly id: string } };
};

type Wanted = { readonly type: AuthenticatorType; readonly count: number };

/**
 * That many browsers in front of the same option, put straight into the store as the password and
 * the choice leave it: races need hundreds, and each by itself would cost more than the race.
 */
export async function holdMany(world: World, person: Person, wanted: Wanted): Promise<Held[]> {
  const { database } = world;
  const bound = await database.stores.authenticators.list(person.id);
  const authenticator = bound.find((one) => typesOf(one).includes(wanted.type));
  assert.ok(authenticator, `no ${wanted.type}`);
  const { id: authenticatorId, slot } = authenticator;
  const made = Array.from({ length: wanted.count }, () => heldBy(world));

  const createdAt = world.clock.now();
  const { lifeSeconds } = propertiesOf(wanted.type);
  await database.transact('attempt', async (tx) => {
    for (const { signInId, challengeId, tokenHash } of made) {
      await tx.signIns.insert({
        id: signInId,
        tokenHash,
        userId: person.id,
        purpose: 'sign-in',
        sessionId: undefined,
        state: 'second-step',
        returnTo: '/security-info',
        createdAt,
        expiresAt: new Date(createdAt.getTime() + SIGN_IN_LIFE_MS),
        secondStep: undefined,
      });
      await tx.challenges.insert({
        id: challengeId,
        userId: person.id,
        for: { kind: 'sign-in', signInId, authenticatorId },
        type: wanted.type,
        slot,
        attemptsLeft: ATTEMPTS,
        codeHash: undefined,
        codeNumber: undefined,
        createdAt,
        expiresAt: new Date(createdAt.getTime() + lifeSeconds * 1000),
        resendAt: undefined,
      });
    }
  });
  return made.map(({ held }) => held);
}

function heldBy(world: World) {
  const tokens = makeTokens(world.keyRing);
  const ids = makeIdSource(world.clock.now);
  const token = tokens.random();
  const browser = world.browser();
  const [name = '', value = ''] =
    makeCookies(world.publicUrl).set('sign-in', token).split(';')[0]?.split('=') ?? [];
  browser.cookies.set(name, value);
  browser.csrfToken = tokens.hash('csrf', token);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  const signInId = ids() as SignInId;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  const challengeId = ids() as ChallengeId;
  const held: Held = { browser, signIn: { id: signInId, challenge: { id: challengeId } } };
  return { held, signInId, challengeId, tokenHash: tokens.hash('sign-in', token) };
}
