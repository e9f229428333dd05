import type { Scope } from '@proofup/contract/scopes.ts';
import type { ApiKey } from '#domain/api-key.ts';
import type { AuthenticatorType } from '#domain/authenticator.ts';
import type { RequestContext } from '#domain/context.ts';
import type { Session } from '#domain/session.ts';
import type { SignIn } from '#domain/sign-in.ts';
import type { User } from '#domain/user.ts';
import type { Actor } from '#security-info/ports.ts';
import type { Access, Endpoint } from '@proofup/contract/endpoint.ts';

/** Who calls, as far as the endpoint's access asks; a route sees nothing it did not ask for. */
export type Callers = {
  readonly public: {
    readonly context: RequestContext;
    /** What this browser's passkey ceremony was begun with. */
    readonly passkeyToken: string | undefined;
    readonly signIn?: undefined;
    readonly token?: undefined;
  };
  readonly 'pre-auth': {
    readonly context: RequestContext;
    readonly signIn: SignIn;
    readonly token: string;
  };
  readonly session: {
    readonly context: RequestContext;
    readonly session: Session;
    /** Whose session it is, as read to see that the account may still be used. */
    readonly user: User;
    readonly key?: undefined;
    readonly signIn?: undefined;
    readonly token: string;
  };
  readonly 'fresh-session': Callers['session'];
  /** Somebody of the staff whose role the endpoint names. */
  readonly administration: Callers['session'];
  readonly service: {
    readonly context: RequestContext;
    /** What it called with. */
    readonly key: ApiKey<Scope>;
    readonly signIn?: undefined;
    readonly token?: undefined;
  };
  readonly 'set-up': {
    readonly context: RequestContext;
    readonly actor: Actor;
    /** The only types that the sign-in it belongs to takes, where there is such a limit. */
    readonly accepts?: readonly AuthenticatorType[] | undefined;
    readonly signIn?: undefined;
    readonly token: string;
  };
};

export type Caller<A extends Access> = Callers[A];

/** Somebody of the staff, or a program whose key has the scope. */
export type StaffCaller = Callers['administration' | 'service'];

/** Who calls an endpoint: programs too, where its row has a scope. */
export type CallerOf<E extends Endpoint> = E extends { readonly scope: Scope }
  ? Callers[E['access'] | 'service']
  : Callers[E['access']];
