import type { Configuration } from 'oidc-provider';

type Wanted = {
  readonly endpoint: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
};

/** The guarded way out (outbound/post.ts). */
export type Post = (
  wanted: Wanted,
) => Promise<
  | { readonly kind: 'answered'; readonly status: number }
  | { readonly kind: 'refused'; readonly why: string }
  | { readonly kind: 'unreachable' }
>;

/** The library asks for an error where an address was not reached. */
class NotReached extends Error {
  readonly why: string;
  constructor(why: string) {
    super(why);
    this.why = why;
  }
}

/**
 * What the library sends by itself is a logout token to an address that an administrator named
 * (OpenID Connect Back-Channel Logout 1.0 section 2.5); of the answer it reads the status. Its own
 * guard opens a connection before it looks where that leads.
 */
export const makeTellByPost =
  (post: Post): Exclude<Configuration['fetch'], undefined> =>
  async (input, init = {}) => {
    const url = input instanceof Request ? input.url : input;
    const headers = Object.fromEntries(new Headers(init.headers));
    const body = Buffer.from(await new Response(init.body).arrayBuffer());
    const outcome = await post({ endpoint: new URL(url), headers, body });
    if (outcome.kind === 'answered') return new Response(null, { status: outcome.status });
    throw new NotReached(outcome.kind === 'refused' ? outcome.why : 'unreachable');
  };

/** Why an application was not told, for the audit log. */
export const whyNotTold = (error: unknown): string =>
  error instanceof NotReached ? error.why : (statusIn(error) ?? 'unreachable');

/** The library throws an answer that it did not expect. */
function statusIn(error: unknown): string | undefined {
  const isAnswer = error instanceof Error && 'response' in error;
  return isAnswer && error.response instanceof Response
    ? `status_${error.response.status}`
    : undefined;
}
