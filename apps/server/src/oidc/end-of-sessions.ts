import type { LogoutMessage, OutboxStore } from '#delivery/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ApplicationStore, ArtifactStore, EndedSession } from '#relying-parties/ports.ts';
import { isObject } from './artifacts.ts';
import type { EnqueueLogout } from './enqueue-logout.ts';
import { type Authorized, authorizationsIn, stateIdOf } from './own-session.ts';

type Stores = {
  readonly artifacts: ArtifactStore;
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly artifacts: Pick<ArtifactStore, 'listOfEndedSessions'>;
  readonly applications: Pick<ApplicationStore, 'findByClientId'>;
  readonly enqueueLogout: EnqueueLogout;
  /** Something waits to be sent. */
  readonly wake: () => void;
  readonly hash: (purpose: string, value: string) => string;
  readonly clock: Clock;
};

const BATCH = 50;

/**
 * A session that is over, however it ended and on whichever node, is over for the applications that
 * it let in: what they hold of it is taken back, and who wants to know will be told (OpenID Connect
 * Back-Channel Logout 1.0), by a message written in the same transaction. What they hold is worth nothing from the end of the session on; this is
 * the tidying behind it.
 */
export const makeEndOfSessions =
  (dependencies: Dependencies): (() => Promise<void>) =>
  async () => {
    const { artifacts, clock } = dependencies;
    const ended = await artifacts.listOfEndedSessions('Session', clock(), BATCH);
    for (const session of ended) await endOne(dependencies, session);
  };

async function endOne(dependencies: Dependencies, session: EndedSession): Promise<void> {
  const { transact, hash, clock, enqueueLogout, wake } = dependencies;
  const { sessionId, wasEnded } = session;
  const noted: unknown = JSON.parse(session.payload);
  const authorized = isObject(noted) ? authorizationsIn(noted) : [];
  const subject = isObject(noted) ? String(noted['accountId']) : '';
  const listening = await listeningOf(dependencies, authorized);
  const id = hash('oidc/Session', stateIdOf(sessionId));
  await transact('fact', async (tx) => {
    // Another node does it.
    if (!(await tx.artifacts.consume('Session', id, clock()))) return;
    await tx.artifacts.remove('Session', id);
    for (const { grantId, persistsLogout } of authorized) {
      // A session that has had its time leaves what was to outlive it (OpenID Connect Core section 11).
      if (grantId === undefined || (persistsLogout && !wasEnded)) continue;
      await tx.artifacts.removeGrant(hash('oidc/Grant', grantId));
    }
    for (const one of listening) await enqueueLogout(tx, { ...one, subject });
  });
  if (listening.length > 0) wake();
}

/** Those of the applications that want to be told. */
async function listeningOf(
  { applications }: Dependencies,
  authorized: readonly Authorized[],
): Promise<readonly Omit<LogoutMessage, 'kind' | 'subject'>[]> {
  const found = await Promise.all(
    authorized.map(async ({ clientId, sid }) => {
      const application = await applications.findByClientId(clientId);
      const uri = application?.metadata.backchannelLogoutUri;
      if (application?.disabledAt !== undefined || uri === undefined) return [];
      return sid === undefined || application === undefined
        ? []
        : [{ application: application.id, clientId, sid }];
    }),
  );
  return found.flat();
}
