import type { ArtifactStore } from './ports.ts';

/** What a browser is handed for one host behind a proxy: first a code, for it a token. */
export const HOST_CODE = { kind: 'HostCode', purpose: 'host-code' } as const;
export const HOST_TOKEN = { kind: 'HostToken', purpose: 'host-token' } as const;

/** Of the browser that was sent to sign in: what its cookie has is never in an address. */
export const ASKED_PURPOSE = 'host-asked';

type Told = {
  /** The one host that it is for. */
  readonly origin: string;
  /** Where the browser goes on. */
  readonly path: string;
  /** Hash of what the browser has that asked. */
  readonly state: string;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
};

export const write = (told: Told): string => JSON.stringify(told);

type Seeking = { readonly kind: string; readonly hash: string; readonly now: Date };

/** Nothing whose session was ended, whose account cannot be used, or which has had its time. */
export async function findHeld(
  artifacts: Pick<ArtifactStore, 'find'>,
  { kind, hash, now }: Seeking,
) {
  const found = await artifacts.find(kind, hash, now);
  if (found?.sessionId === undefined) return undefined;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as written above
  const told = JSON.parse(found.payload) as Told;
  return told.expiresAt > now.getTime() ? { ...told, sessionId: found.sessionId } : undefined;
}
