import type { SessionId } from '#domain/ids.ts';
import type { Session as OwnSession } from '#domain/session.ts';
import { strengthOf } from '#domain/strength.ts';
import type { User } from '#domain/user.ts';
import type Provider from 'oidc-provider';
import type { KoaContextWithOIDC } from 'oidc-provider';
import { type Artifacts, isObject, type Payload } from './artifacts.ts';

/** Who asks: our session, as our own cookie shows it, and nothing else. */
export type Asker = { readonly session: OwnSession; readonly user: User };

export type OwnSessions = {
  /** By the cookie of the request that is being answered. */
  current(ctx: KoaContextWithOIDC): Promise<Asker | undefined>;
  find(id: SessionId): Promise<OwnSession | undefined>;
  /** Until it ends by itself, by our clock. */
  secondsLeft(session: OwnSession): number;
  end(ctx: KoaContextWithOIDC, session: OwnSession): Promise<void>;
};

const PREFIX = 'own.';

/** What the provider remembers with one of our sessions. */
export const stateIdOf = (id: SessionId): string => `${PREFIX}${id}`;

/** An identifier that browsers have as well, and that opens nothing. */
export const isStateId = (id: string): boolean => id.startsWith(PREFIX);

export const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

/** Our session, in the words of the provider. */
const describeSession = (session: OwnSession) => ({
  kind: 'Session',
  jti: stateIdOf(session.id),
  uid: session.id,
  accountId: session.userId,
  loginTs: seconds(session.authenticatedAt),
  acr: strengthOf(session.assurance),
  amr: [...session.assurance.amr],
  transient: true,
});

/**
 * The provider has no sessions of its own: whoever is signed in here is signed in there, as strongly
 * as it was proved here, and no longer. What it calls its session is ours, with what it noted beside
 * it (which applications, for the log-out). Somebody who is signed in nowhere has one of the
 * library's, that says nothing of who it is.
 */
export function useOwnSessions(provider: Provider, own: OwnSessions, artifacts: Artifacts): void {
  const { Session } = provider;
  const anonymous = Session.get.bind(Session);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types leave the argument out
  const Made = Session as unknown as new (payload: Payload) => InstanceType<typeof Session>;
  const make = (payload: Payload) => new Made(payload);

  Session.get = async (ctx: KoaContextWithOIDC) => {
    const asker = await own.current(ctx);
    if (asker === undefined) return anonymous(ctx);
    const { session: found } = asker;
    const session = make(await readSession(found, own, artifacts));
    // The library counts in seconds; a new proof may come within one.
    Object.defineProperty(session, 'provenAt', { value: found.authenticatedAt.getTime() });
    Object.defineProperty(session, 'destroy', {
      async value(this: InstanceType<typeof Session>) {
        await own.end(ctx, found);
        await artifacts.remove('Session', stateIdOf(found.id));
        Object.assign(this, { destroyed: true });
      },
    });
    ctx.oidc?.entity('Session', session);
    return session;
  };
  // A cookie of ours has a new value after every proof; theirs says nothing that could be stolen.
  Session.prototype.resetIdentifier = () => undefined;
  // Nobody is signed in by an interaction: our pages have done it, or it was not done.
  Session.prototype.loginAccount = () => undefined;
}

/** With what the provider noted beside it. */
export async function readSession(
  session: OwnSession,
  { secondsLeft }: Pick<OwnSessions, 'secondsLeft'>,
  artifacts: Artifacts,
): Promise<Payload> {
  const noted = await artifacts.find('Session', stateIdOf(session.id));
  // The library asks the machine what time it is.
  const exp = seconds(new Date(Date.now())) + secondsLeft(session);
  return { ...notesIn(noted), ...describeSession(session), exp };
}

function notesIn(noted: Payload | undefined): Payload {
  const { authorizations, state } = noted ?? {};
  return { ...(isObject(authorizations) && { authorizations }), ...(isObject(state) && { state }) };
}

/** Milliseconds since the epoch; 0: nobody is signed in. */
export function provenAtOf(session: object | undefined): number {
  const at = session !== undefined && 'provenAt' in session ? session.provenAt : 0;
  return typeof at === 'number' ? at : 0;
}

export type Authorized = {
  readonly clientId: string;
  readonly sid: string | undefined;
  readonly grantId: string | undefined;
  readonly persistsLogout: boolean;
};

/** Which applications a session has let in. */
export function authorizationsIn(noted: Payload): readonly Authorized[] {
  const { authorizations } = noted;
  if (!isObject(authorizations)) return [];
  return Object.entries(authorizations).map(([clientId, given]) => {
    const { sid, grantId, persistsLogout } = isObject(given) ? given : {};
    return {
      clientId,
      sid: typeof sid === 'string' ? sid : undefined,
      grantId: typeof grantId === 'string' ? grantId : undefined,
      persistsLogout: persistsLogout === true,
    };
  });
}
