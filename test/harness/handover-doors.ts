import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import type { Door } from './door.ts';
import { comeBack, handOver } from './world/handover.ts';
import { bearer } from './world/key.ts';

/** A link, until the first browser that opens it. */
const handoverLink: Door = {
  name: 'link that a program hands a person over with',
  endpoint: 'openHandover',
  visitor: 'stranger',
  arrange: async ({ world, person }) => {
    const { url } = await handOver(world, person);
    const browser = world.browser();
    return {
      right: () => new URL(url).hash.slice(1),
      wrong: () => makeTokens(world.keyRing).random(),
      submit: (output, headers) =>
        browser.call('openHandover', { body: { token: output } }, headers),
    };
  },
};

/** What the person came back with: good for their own request alone. */
const handoverCode: Door = {
  name: 'code that a person comes back with to a program',
  endpoint: 'readHandover',
  visitor: 'stranger',
  arrange: async ({ world, person }) => {
    const { key, verificationId, url } = await handOver(world, person);
    // The code of the app may have been typed a moment ago.
    world.clock.advance(30_000);
    const code = await comeBack(world, person, url);
    return {
      right: () => code,
      wrong: () => makeTokens(world.keyRing).random(),
      submit: (output, headers) =>
        world
          .browser()
          .call(
            'readHandover',
            { params: { verificationId }, body: { code: output } },
            { ...bearer(key), ...headers },
          ),
    };
  },
};

export const HANDOVER_DOORS: readonly Door[] = [handoverLink, handoverCode];
