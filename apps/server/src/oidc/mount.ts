import type { DoorResponse, Mount, MountedRequest } from '#http/ports.ts';
import { PAGE_SCRIPT, PAGE_STYLE } from '#relying-parties/page.ts';
import type Provider from 'oidc-provider';
import { INTERACTION, MOUNT, SCRIPT, STYLE } from './issuer.ts';
import type { Interact } from './interaction.ts';

type Dependencies = {
  /** Made when it is first needed, and anew when the keys change. */
  readonly provider: () => Promise<Provider>;
  readonly requests: RequestsByRaw;
  readonly interact: Interact;
};

type Listener = ReturnType<Provider['callback']>;

/** What we know of a request that the library works on. */
export type RequestsByRaw = WeakMap<object, MountedRequest>;

const file = (contentType: string, body: string): DoorResponse => ({
  status: 200,
  contentType,
  body,
});

const FILES: Readonly<Record<string, DoorResponse>> = {
  [STYLE]: file('text/css; charset=utf-8', PAGE_STYLE),
  [SCRIPT]: file('text/javascript; charset=utf-8', PAGE_SCRIPT),
};

/** The OpenID Provider: our pages where a person is needed, the library for the protocol. */
export const makeMount = ({ provider, requests, interact }: Dependencies): Mount => {
  const listeners = new WeakMap<Provider, Listener>();
  const listenerOf = (current: Provider): Listener => {
    const listener = listeners.get(current) ?? current.callback();
    listeners.set(current, listener);
    return listener;
  };
  return {
    path: MOUNT,
    open: async (request) => {
      const ours = FILES[request.path];
      if (ours !== undefined) return ours;
      const current = await provider();
      if (request.path.startsWith(INTERACTION)) return interact(current, request);
      const { raw, takeOver } = request;
      requests.set(raw, request);
      // The library finds its own way from what was asked for, and below what.
      Object.assign(raw, { originalUrl: raw.url });
      raw.url = (raw.url ?? '').slice(MOUNT.length);
      await listenerOf(current)(raw, takeOver());
      return undefined;
    },
  };
};
