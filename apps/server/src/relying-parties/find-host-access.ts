import type { Clock } from '#domain/write.ts';
import type { SessionInUse, SessionStore, UseSession } from '#sessions/ports.ts';
import type { Tokens } from '#sign-in/ports.ts';
import { findHeld, HOST_TOKEN } from './host-access.ts';
import type { ArtifactStore } from './ports.ts';

type Dependencies = {
  readonly artifacts: Pick<ArtifactStore, 'find'>;
  readonly sessions: Pick<SessionStore, 'findInUse'>;
  readonly useSession: UseSession;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly clock: Clock;
};

export type FindHostAccess = (request: {
  readonly token: string | undefined;
  readonly origin: string;
}) => Promise<SessionInUse | undefined>;

/** Who has been let in to this host; its session is read each time, so that its end is the end here. */
export const makeFindHostAccess =
  ({ artifacts, sessions, useSession, tokens, clock }: Dependencies): FindHostAccess =>
  async ({ token, origin }) => {
    if (token === undefined) return undefined;
    const hash = tokens.hash(HOST_TOKEN.purpose, token);
    const held = await findHeld(artifacts, { kind: HOST_TOKEN.kind, hash, now: clock() });
    if (held?.origin !== origin) return undefined;
    return useSession(await sessions.findInUse({ id: held.sessionId }));
  };
