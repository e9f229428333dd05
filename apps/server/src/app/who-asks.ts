import type { Identify } from '#http/identify.ts';
import type { MountedRequest } from '#http/ports.ts';

/** Whose session the cookie of a browser shows. */
export const makeWhoAsks =
  (identify: Identify) =>
  async ({ context, sessionToken }: MountedRequest) => {
    const given = { context, sessionToken, signInToken: undefined, passkeyToken: undefined };
    const found = await identify.session(given);
    return found.kind === 'caller' ? found.caller : undefined;
  };
