import type { Mount } from '#http/ports.ts';
import type { Ask } from './ask.ts';
import { NOBODY } from './identity.ts';
import { MOUNT, SIGN_IN } from './paths.ts';
import type { SendOn } from './sign-in.ts';

/** Questions of reverse proxies, and the browsers that they send here. */
export const makeMount = (parts: { readonly ask: Ask; readonly sendOn: SendOn }): Mount => ({
  path: MOUNT,
  headers: NOBODY,
  open: (request) => (request.path === SIGN_IN ? parts.sendOn(request) : parts.ask(request)),
});
