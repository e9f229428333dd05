import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { ArtifactStore, EndedSession } from '#relying-parties/ports.ts';
import type Provider from 'oidc-provider';
import { isObject } from './artifacts.ts';
import { type Authorized, authorizationsIn, stateIdOf } from './own-session.ts';
import { whyNotTold } from './tell-by-post.ts';

type Stores = { readonly artifacts: ArtifactStore; readonly audit: AuditLog };

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly artifacts: Pick<ArtifactStore, 'listOfEndedSessions'>;
  readonly provider: () => Promise<Provider>;
  readonly hash: (purpose: string, value: string) => string;
  readonly clock: Clock;
};

const BATCH = 50;

/**
 * A session that is over, however it ended and on whichever node, is over for the applications that
 * it let in: what they hold of it is taken back, and who wants to know is told (OpenID Connect
 * Back-Channel Logout 1.0). What they hold is worth nothing from the end of the session on; this is
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
  const noted: unknown = JSON.parse(session.payload);
  const authorized = isObject(noted) ? authorizationsIn(noted) : [];
  const accountId = isObject(noted) ? String(noted['accountId']) : '';
  const isOurs = await takeBack(dependencies, session, authorized);
  if (!isOurs) return;
  const provider = authorized.length === 0 ? undefined : await dependencies.provider();
  for (const one of authorized) {
    const record = provider && (await tell(provider, accountId, one));
    if (record === undefined) continue;
    await dependencies.transact('attempt', (tx) => tx.audit.append([record], dependencies.clock()));
  }
}

/** False: another node does it. */
function takeBack(
  { transact, hash, clock }: Dependencies,
  { sessionId, wasEnded }: EndedSession,
  authorized: readonly Authorized[],
): Promise<boolean> {
  const id = hash('oidc/Session', stateIdOf(sessionId));
  return transact('fact', async (tx) => {
    if (!(await tx.artifacts.consume('Session', id, clock()))) return false;
    await tx.artifacts.remove('Session', id);
    for (const { grantId, persistsLogout } of authorized) {
      // A session that has had its time leaves what was to outlive it (OpenID Connect Core section 11).
      if (grantId === undefined || (persistsLogout && !wasEnded)) continue;
      await tx.artifacts.removeGrant(hash('oidc/Grant', grantId));
    }
    return true;
  });
}

type Told = {
  readonly backchannelLogoutUri?: string;
  readonly proofup_id?: string;
  backchannelLogout(accountId: string, sid: string): Promise<void>;
};

async function tell(
  provider: Provider,
  accountId: string,
  { clientId, sid }: Authorized,
): Promise<AuditRecord | undefined> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types leave the method out
  const client = (await provider.Client.find(clientId)) as Told | undefined;
  if (client?.backchannelLogoutUri === undefined || sid === undefined) return undefined;
  const common = {
    event: 'oidc.logout_told',
    target: { type: 'application', id: client.proofup_id ?? clientId },
  } as const;
  try {
    await client.backchannelLogout(accountId, sid);
    return { ...common, outcome: 'success' };
  } catch (error) {
    // It finds out when it next uses what it holds.
    return { ...common, outcome: 'failure', reason: whyNotTold(error) };
  }
}
