import { createHash, randomBytes } from 'node:crypto';
import { addressOf } from '../lib/accounts.ts';
import type { Connection } from './connection.ts';
import type { SignedIn } from './person.ts';

/** An application, as the server registered it. */
export type BenchApplication = {
  readonly clientId: string;
  readonly secret: string;
  readonly redirectUri: string;
};

type At = { readonly port: number; readonly application: BenchApplication };

/** From the request that a browser carries to the tokens, with PKCE, as of somebody who is signed in. */
export async function codeFlow(
  connection: Connection,
  { port, application }: At,
  { account, cookie }: SignedIn,
): Promise<void> {
  const { clientId, secret, redirectUri } = application;
  const verifier = randomBytes(32).toString('base64url');
  const query = new URLSearchParams({
    client_id: clientId,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'x',
    nonce: randomBytes(16).toString('base64url'),
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const head = [`host: localhost:${port}`, `x-forwarded-for: ${addressOf(account)}`];
  const asked = await connection.send(
    [`GET /oidc/authorize?${query.toString()} HTTP/1.1`, ...head, `cookie: ${cookie}`, '', ''].join(
      '\r\n',
    ),
  );
  const code = /[?&]code=([\w-]+)/.exec(asked.head)?.[1];
  if (code === undefined) throw new Error(`${asked.status}: ${asked.head} ${asked.body}`);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: verifier,
  }).toString();
  const basic = Buffer.from(`${clientId}:${secret}`).toString('base64');
  const got = await connection.send(
    [
      'POST /oidc/token HTTP/1.1',
      ...head,
      `authorization: Basic ${basic}`,
      'content-type: application/x-www-form-urlencoded',
      `content-length: ${body.length}`,
      '',
      body,
    ].join('\r\n'),
  );
  if (got.status !== 200) throw new Error(`${got.status}: ${got.body}`);
}
