import type { SessionId } from '#domain/ids.ts';
import type { Application } from '#relying-parties/ports.ts';
import { type Adapter, type AdapterPayload, errors } from 'oidc-provider';
import { type Artifacts, isKind, type Kind, type Payload } from './artifacts.ts';
import { describeClient } from './client.ts';
import type { FindByUserCode } from './find-by-user-code.ts';
import { isStateId, type OwnSessions, readSession } from './own-session.ts';

type Dependencies = {
  readonly artifacts: Artifacts;
  readonly findApplication: (clientId: string) => Promise<Application | undefined>;
  readonly ownSessions: OwnSessions;
  readonly findByUserCode: FindByUserCode;
};

/** Where the library keeps things: applications are the operator's, sessions are ours, the rest is handed out. */
export const makeAdapter =
  (dependencies: Dependencies) =>
  (name: string): Adapter => {
    if (name === 'Client') return clients(dependencies);
    if (name === 'Session') return sessions(dependencies);
    if (!isKind(name)) return NOTHING;
    return handedOut(dependencies, name);
  };

const refuse = (): never => {
  throw new Error('the provider does not keep this');
};

/** What no feature that is switched on uses. */
const NOTHING: Adapter = {
  upsert: async () => refuse(),
  find: async () => undefined,
  findByUserCode: async () => undefined,
  findByUid: async () => undefined,
  consume: async () => refuse(),
  destroy: async () => undefined,
  revokeByGrantId: async () => undefined,
};

/** Its own words come back to it. */
const asTheirs = (payload: Payload | undefined): AdapterPayload | undefined => payload;

const clients = ({ findApplication }: Dependencies): Adapter => ({
  ...NOTHING,
  find: async (clientId) => {
    const application = await findApplication(clientId);
    return application && asTheirs(describeClient(application));
  },
});

/** The library's own, of somebody who is not signed in; and what it notes beside one of ours. */
const sessions = ({ artifacts, ownSessions, ...rest }: Dependencies): Adapter => ({
  ...handedOut({ artifacts, ...rest }, 'Session'),
  find: async (id) => (isStateId(id) ? undefined : asTheirs(await artifacts.find('Session', id))),
  findByUid: async (uid) => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one is not found
    const session = await ownSessions.find(uid as SessionId);
    return session && asTheirs(await readSession(session, ownSessions, artifacts));
  },
});

type HandingOut = Pick<Dependencies, 'artifacts' | 'findByUserCode'>;

const handedOut = ({ artifacts, findByUserCode }: HandingOut, kind: Kind): Adapter => ({
  ...NOTHING,
  upsert: (id, payload) => artifacts.save(kind, id, { ...payload }),
  find: async (id) => asTheirs(await artifacts.find(kind, id)),
  findByUserCode: async (code) => asTheirs(await findByUserCode(code)),
  consume: (id) =>
    artifacts.consume(kind, id, () => {
      throw new errors.InvalidGrant('used at the same moment');
    }),
  destroy: (id) => artifacts.remove(kind, id),
  revokeByGrantId: (grantId) => artifacts.removeGrant(grantId),
});
