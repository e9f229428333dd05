import type { ApplicationId, SessionId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { Artifact, ArtifactStore } from '#relying-parties/ports.ts';
import type { Works } from './works.ts';

/** JSON object, as the library made it. */
export type Payload = Readonly<Record<string, unknown>>;

export const isObject = (value: unknown): value is Payload =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What the library keeps, by its own names for it. */
const KINDS = [
  'Session',
  'Interaction',
  'AuthorizationCode',
  'AccessToken',
  'RefreshToken',
  'Grant',
  'DeviceCode',
  'PushedAuthorizationRequest',
  'ReplayDetection',
] as const;

export type Kind = (typeof KINDS)[number];

/** What two requests at the same moment must see of each other before they are answered. */
const AT_ONCE: ReadonlySet<Kind> = new Set([
  'DeviceCode',
  'PushedAuthorizationRequest',
  'ReplayDetection',
]);

/** Before any of these is worth something, the library asks for its grant and its session. */
const HAS_ORIGIN: ReadonlySet<Kind> = new Set(['AuthorizationCode', 'RefreshToken', 'AccessToken']);

export const isKind = (name: string): name is Kind => KINDS.some((kind) => kind === name);

type Stores = { readonly artifacts: ArtifactStore };

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly works: Works<Stores>;
  readonly artifacts: ArtifactStore;
  readonly hash: (purpose: string, value: string) => string;
  readonly applicationOf: (clientId: string) => Promise<ApplicationId | undefined>;
  readonly clock: Clock;
};

export type Artifacts = ReturnType<typeof makeArtifacts>;

/**
 * What the provider hands out and remembers, by the hash of its value: whoever reads the database
 * can show none of it. It is written as attempts: what a power cut takes of it is its end, and an
 * application that holds something without a row asks anew. What was taken back stays so.
 */
export function makeArtifacts({ transact, works, artifacts, hash, clock, ...rest }: Dependencies) {
  const { hashOf, grantHashOf, userCodeHashOf } = hashesBy(hash);
  const describe = makeDescribe({ hash, clock, ...rest });

  return {
    grantHashOf,
    save: async (kind: Kind, id: string, payload: Payload): Promise<void> => {
      const artifact = await describe(kind, id, payload);
      const write = (tx: Stores) => tx.artifacts.save(artifact);
      await (AT_ONCE.has(kind)
        ? transact('attempt', write)
        : works.later(write, `${kind}:${artifact.hash}`));
    },
    find: async (kind: Kind, id: string): Promise<Payload | undefined> => {
      const idHash = hashOf(kind, id);
      const key = `${kind}:${idHash}`;
      await works.settle(key);
      const found = HAS_ORIGIN.has(kind)
        ? works.withOrigin(key, () => artifacts.findWithOrigin(kind, idHash, clock()))
        : works.fromOrigin(key, () => artifacts.find(kind, idHash, clock()));
      return read(await found);
    },
    findByUserCode: async (code: string): Promise<Payload | undefined> =>
      read(await artifacts.findByUserCode(userCodeHashOf(code), clock())),
    /** For the browser with this session of the library's; false: another one opened it before. */
    claimUserCode: (code: string, session: string): Promise<boolean> =>
      transact('attempt', (tx) =>
        tx.artifacts.claimUserCode(userCodeHashOf(code), hash('oidc/claimant', session)),
      ),
    /** One use, whoever else tries at the same moment: `onLost` throws for who comes second. */
    consume: async (kind: Kind, id: string, onLost: () => never): Promise<void> => {
      const idHash = hashOf(kind, id);
      const write = async (tx: Stores) => {
        if (!(await tx.artifacts.consume(kind, idHash, clock()))) onLost();
      };
      await (AT_ONCE.has(kind) ? transact('attempt', write) : works.later(write));
    },
    remove: async (kind: Kind, id: string): Promise<void> => {
      await works.settle();
      await transact('fact', (tx) => tx.artifacts.remove(kind, hashOf(kind, id)));
    },
    removeGrant: async (grantId: string): Promise<void> => {
      await works.settle();
      await transact('fact', (tx) => tx.artifacts.removeGrant(grantHashOf(grantId)));
    },
  };
}

const hashesBy = (hash: Dependencies['hash']) => ({
  hashOf: (kind: Kind, id: string): string => hash(`oidc/${kind}`, id),
  grantHashOf: (grantId: string): string => hash('oidc/Grant', grantId),
  userCodeHashOf: (code: string): string => hash('oidc/user-code', code),
});

function makeDescribe({
  hash,
  applicationOf,
  clock,
}: Pick<Dependencies, 'hash' | 'applicationOf' | 'clock'>) {
  const { hashOf, grantHashOf, userCodeHashOf } = hashesBy(hash);
  return async (kind: Kind, id: string, payload: Payload): Promise<Artifact> => {
    const text = (name: string): string | undefined => {
      const value = payload[name];
      return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const [clientId, grantId, userCode] = [text('clientId'), text('grantId'), text('userCode')];
    const exp = Number(payload['exp']);
    return {
      kind,
      hash: hashOf(kind, id),
      payload: JSON.stringify(payload),
      // A grant goes with everything that came of it.
      grantHash: kind === 'Grant' ? grantHashOf(id) : grantId && grantHashOf(grantId),
      userCodeHash: userCode && userCodeHashOf(userCode),
      applicationId: clientId === undefined ? undefined : await applicationOf(clientId),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as own-session.ts told it the library
      sessionId: (kind === 'Session' && text('accountId') !== undefined
        ? text('uid')
        : text('sessionUid')) as SessionId | undefined,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as own-session.ts told it the library
      userId: text('accountId') as UserId | undefined,
      // The library asks the machine what time it is: what is left by it is left by our clock.
      expiresAt: new Date(
        clock().getTime() + (Number.isFinite(exp) ? exp * 1000 - Date.now() : FOREVER_MS),
      ),
    };
  };
}

/** Of what the library gives no end. */
const FOREVER_MS = 30 * 24 * 60 * 60_000;

type Read = { readonly payload: string; readonly consumedAt: Date | undefined } | undefined;

function read(found: Read): Payload | undefined {
  if (found === undefined) return undefined;
  const payload: unknown = JSON.parse(found.payload);
  if (!isObject(payload)) throw new Error('what was stored is no object');
  const consumed = found.consumedAt && Math.floor(found.consumedAt.getTime() / 1000);
  return consumed === undefined ? payload : { ...payload, consumed };
}
