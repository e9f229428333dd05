import type { AuditRecord } from '#audit/ports.ts';
import type { Config } from '#config/config.ts';
import { makeKey } from '#crypto/make-signing-key.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { UserId } from '#domain/ids.ts';
import { isAlive } from '#domain/session.ts';
import type { User } from '#domain/user.ts';
import type { Identify } from '#http/identify.ts';
import type { Mount, MountedRequest } from '#http/ports.ts';
import { makeArtifacts } from '#oidc/artifacts.ts';
import { claimsOf } from '#oidc/claims.ts';
import { makeCurrentProvider } from '#oidc/current-provider.ts';
import { makeEndOfSessions } from '#oidc/end-of-sessions.ts';
import { makeEnqueueLogout } from '#oidc/enqueue-logout.ts';
import { makeLoadGrant } from '#oidc/grants.ts';
import { makeInteract } from '#oidc/interaction.ts';
import { cookieNamesOf } from '#oidc/issuer.ts';
import { makeMount, type RequestsByRaw } from '#oidc/mount.ts';
import type { OwnSessions } from '#oidc/own-session.ts';
import { makePages, makeRenderPage } from '#oidc/pages.ts';
import { makeSendLogout } from '#oidc/send-logout.ts';
import { makeWorks, type Works } from '#oidc/works.ts';
import { makePost } from '#outbound/post.ts';
import { makeSigningKeys, type PrivateKey } from '#relying-parties/signing-keys.ts';
import { makeEndSession } from '#sessions/end-session.ts';
import type { Core } from './core.ts';
import { dressOf } from './dress.ts';
import { makeStepUp } from './step-up.ts';
import { makeWhoAsks } from './who-asks.ts';

export type OpenIdProvider = {
  readonly mount: Mount;
  readonly endOfSessions: () => Promise<void>;
};

/** OpenID Connect for applications. */
export function makeOidc(config: Config, core: Core, identify: Identify): OpenIdProvider {
  const { stores, transact, tokens, clock } = core;
  const requests: RequestsByRaw = new WeakMap();
  const whoAsks = makeWhoAsks(identify);
  const hash = (purpose: string, value: string) => tokens.hash(purpose, value);
  const record = (entry: AuditRecord) =>
    transact('attempt', (tx) => tx.audit.append([entry], clock()));
  const render = makeRenderPage(dressOf(core));
  const provider = makeCurrentProvider({
    keys: makeKeys(config, core),
    make: providerMaker(config, core, { requests, whoAsks, render }),
    clock,
  });
  core.openLogoutChannel(makeSendLogout({ provider }));
  return {
    mount: makeMount({
      provider,
      requests,
      interact: makeInteract({
        applications: stores.applications,
        agree: ({ user }, { application, scopes, request: { context } }) =>
          transact('fact', async (tx) => {
            await tx.applications.agree(user.id, application.id, scopes);
            const target = { type: 'application', id: application.id };
            const detail = { scopes: scopes.join(' ') };
            const common = { target, detail, ...auditOf(context, user.id) };
            await tx.audit.append(
              [{ event: 'consent.given', outcome: 'success', ...common }],
              clock(),
            );
          }),
        whoAsks,
        beginStepUp: makeStepUp(core),
        render,
        record,
        interactionCookie: cookieNamesOf(config.publicUrl).interaction,
        clock,
      }),
    }),
    endOfSessions: makeEndOfSessions({
      transact,
      artifacts: stores.artifacts,
      applications: stores.applications,
      enqueueLogout: makeEnqueueLogout(core),
      wake: core.wake,
      hash,
      clock,
    }),
  };
}

function makeKeys({ publicUrl }: Config, { transact, stores, clock }: Core) {
  const host = new URL(publicUrl).hostname;
  return makeSigningKeys({
    issuer: 'oidc',
    transact,
    signingKeys: stores.signingKeys,
    makeKey: (now) => makeKey(host, now),
    clock,
  });
}

type Asking = {
  readonly requests: RequestsByRaw;
  readonly whoAsks: (request: MountedRequest) => ReturnType<OwnSessions['current']>;
  readonly render: ReturnType<typeof makeRenderPage>;
};

/** Of the library: what the application may ask for. */
type Client = { readonly scope?: string | undefined };

/** Nobody whose account cannot be used now. */
async function accountOf(
  { stores, clock }: Core,
  user: User | undefined,
  client: Client | undefined,
) {
  const isUsable = user?.active === true && !(Number(user.blockedUntil) > clock().getTime());
  if (!isUsable) return undefined;
  const mayKnow = client?.scope?.split(' ').includes('groups') === true;
  const groupsOf = async () => (await stores.groups.groupsOf(user.id)).map(({ name }) => name);
  const claims = async () => claimsOf(user, mayKnow ? await groupsOf() : undefined);
  return { accountId: user.id, claims };
}

type Finding = Pick<Asking, 'whoAsks'> & {
  readonly requestOf: (ctx: { readonly req: object }) => MountedRequest | undefined;
  readonly works: Pick<Works<never>, 'once'>;
};

function makeOwnSessions(
  { sessions }: Config,
  core: Core,
  { requestOf, whoAsks, works }: Finding,
): OwnSessions {
  const { stores, clock } = core;
  const endSession = makeEndSession(core);
  /** Its account was read with it. */
  const keepUser = <Found extends { readonly user: User }>(found: Found | undefined) => {
    if (found !== undefined) void works.once(`user:${found.user.id}`, async () => found.user);
    return found;
  };
  return {
    current: async (ctx) => {
      const request = requestOf(ctx);
      return keepUser(request && (await whoAsks(request)));
    },
    find: async (id) => {
      const session = keepUser(await stores.sessions.findInUse({ id }))?.session;
      return session && isAlive(session, clock(), sessions) ? session : undefined;
    },
    secondsLeft: ({ expiresAt }) =>
      Math.max(1, Math.floor((expiresAt.getTime() - clock().getTime()) / 1000)),
    end: async (ctx, session) => {
      const context = requestOf(ctx)?.context;
      if (context !== undefined) await endSession({ session, context });
    },
  };
}

/** The library is loaded with the first request of an application. */
function providerMaker(config: Config, core: Core, { requests, whoAsks, render }: Asking) {
  const { stores, transact, tokens, clock } = core;
  const { publicUrl } = config;
  const requestOf = (ctx: { readonly req: object }) => requests.get(ctx.req);
  const hash = (purpose: string, value: string) => tokens.hash(purpose, value);
  const works = makeWorks(transact);
  const applications = {
    ...stores.applications,
    findByClientId: (clientId: string) =>
      works.once(`application:${clientId}`, () => stores.applications.findByClientId(clientId)),
  };
  const findUser = (id: string) =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an unknown one is not found
    works.once(`user:${id}`, () => stores.users.find(id as UserId));
  const artifacts = makeArtifacts({
    transact,
    works,
    artifacts: stores.artifacts,
    hash,
    applicationOf: async (clientId) => (await applications.findByClientId(clientId))?.id,
    clock,
  });
  const enqueueLogout = makeEnqueueLogout(core);
  const ownSessions = makeOwnSessions(config, core, { requestOf, whoAsks, works });
  return async (keys: readonly PrivateKey[]) => {
    const [{ makeProvider }, { makeCompareSecret }, { watchProvider }, { Provider }] =
      await Promise.all([
        import('#oidc/make-provider.ts'),
        import('#oidc/compare-secret.ts'),
        import('#oidc/watch-provider.ts'),
        import('oidc-provider'),
      ]);
    const counting = { requestOf, transact, hash, clock };
    const provider = makeProvider({
      publicUrl,
      keys,
      ownSessions,
      artifacts,
      applications,
      userCodes: counting,
      compareSecret: makeCompareSecret({
        ...counting,
        matchesSecret: (given, expected) => tokens.matches('client-secret', given, expected),
      }),
      findAccount: async ({ oidc }, id) => accountOf(core, await findUser(id), oidc.client),
      loadGrant: makeLoadGrant({ applications }),
      pages: makePages(render, applications),
      post: makePost({
        allowPrivate: config.mode === 'evaluation',
        privateHosts: config.applications.privateHosts,
      }),
      tellLogout: async (message) => {
        await works.later((tx) => enqueueLogout(tx, message));
        Provider.ctx?.res.once('close', core.wake);
      },
    });
    watchProvider(provider, { requestOf, works, clock });
    return provider;
  };
}
