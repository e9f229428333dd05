import type { Clock } from '#domain/write.ts';
import type { PrivateKey, SigningKeys } from '#relying-parties/signing-keys.ts';
import type Provider from 'oidc-provider';

type Dependencies = {
  readonly keys: Pick<SigningKeys, 'privateSet'>;
  readonly make: (keys: readonly PrivateKey[]) => Promise<Provider>;
  readonly clock: Clock;
};

/** Keys are published two days before they sign: a minute is soon enough to hear of a new one. */
const LOOK_AGAIN_MS = 60_000;

/** The library takes its keys when it is made, so it is made anew when they change. */
export function makeCurrentProvider({ keys, make, clock }: Dependencies): () => Promise<Provider> {
  let made: { readonly of: string; readonly provider: Promise<Provider> } | undefined;
  let looking: Promise<Provider> | undefined;
  let lookedAt = -Infinity;

  async function look(): Promise<Provider> {
    const set = await keys.privateSet();
    const of = set.map(({ kid }) => kid).join();
    if (made?.of !== of) made = { of, provider: make(set) };
    lookedAt = clock().getTime();
    return made.provider;
  }

  return () => {
    const isFresh = Math.abs(clock().getTime() - lookedAt) < LOOK_AGAIN_MS;
    if (made !== undefined && isFresh) return made.provider;
    looking ??= look().finally(() => {
      looking = undefined;
    });
    return looking;
  };
}
