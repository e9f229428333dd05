import {
  standardTotp,
  timeStepAt,
  totpAt,
} from '../../apps/server/src/authenticators/totp/totp.ts';
import { pathOf } from '../../packages/contract/src/client.ts';
import type { Endpoint } from '../../packages/contract/src/endpoint.ts';
import {
  CSRF_HEADER,
  ENDPOINTS,
  type EndpointName,
} from '../../packages/contract/src/endpoints.ts';
import { type Account, addressOf, loginOf, PASSWORD, secretOf } from '../lib/accounts.ts';
import type { Connection, HttpAnswer } from './connection.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';

/** A sign-in between password and code, as the browser holds it. */
export type Begun = {
  readonly account: Account;
  readonly cookie: string;
  readonly signInId: string;
  readonly challengeId: string;
  readonly csrfToken: string;
  /** What a phone is to be told, where one is asked. */
  readonly number: string | undefined;
};

export type SignedIn = { readonly account: Account; readonly cookie: string };

/** One whose page may write. */
export type OnPage = SignedIn & { readonly csrfToken: string };

type Asked = { readonly params?: unknown; readonly body?: unknown };

type Call = {
  readonly account: Account;
  readonly params?: unknown;
  readonly body?: unknown;
  readonly cookie?: string;
  readonly csrfToken?: string;
};

type Target = Pick<Endpoint, 'method' | 'path'>;

export function requestOf(port: number, { method, path }: Target, call: Call): string {
  const body = call.body === undefined ? '' : JSON.stringify(call.body);
  const lines = [
    `${method} ${pathOf(path, call.params)} HTTP/1.1`,
    `host: localhost:${port}`,
    `origin: http://localhost:${port}`,
    `user-agent: ${FIREFOX}`,
    `x-forwarded-for: ${addressOf(call.account)}`,
    ...(call.cookie === undefined ? [] : [`cookie: ${call.cookie}`]),
    ...(call.csrfToken === undefined ? [] : [`${CSRF_HEADER}: ${call.csrfToken}`]),
    ...(body === '' ? [] : ['content-type: application/json', `content-length: ${body.length}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

function assertStatus(answer: HttpAnswer, wanted: number): void {
  if (answer.status !== wanted) throw new Error(`${answer.status}: ${answer.body}`);
}

/** The cookies that an answer sets, as the next request sends them. */
const cookiesOf = ({ head }: HttpAnswer): string =>
  [...head.matchAll(/\r\nset-cookie: ([^=;]+=[^;]+);/gi)].map(([, pair]) => pair).join('; ');

export type Browser = {
  begin(account: Account): Promise<Begun>;
  verify(begun: Begun): Promise<SignedIn>;
  session(signedIn: SignedIn): Promise<OnPage>;
  /** Any operation that must succeed; its answer as text. */
  call(page: OnPage, name: EndpointName, asked: Asked): Promise<string>;
  /** A try that must be refused. */
  fail(login: string, from: Account): Promise<void>;
  /** A try that must be refused, for whatever reason the request itself gives. */
  refuse(login: string, from: Account): Promise<void>;
};

export function makeBrowser(connection: Connection, port: number): Browser {
  const call = (name: EndpointName, given: Call) =>
    connection.send(requestOf(port, ENDPOINTS[name], given));
  return {
    begin: async (account) => {
      const body = { login: loginOf(account), password: PASSWORD };
      const answer = await call('beginSignIn', { account, body });
      assertStatus(answer, 200);
      const { id, challenge, csrfToken } = JSON.parse(answer.body);
      const cookie = cookiesOf(answer);
      const { id: challengeId, number } = challenge;
      return { account, cookie, signInId: id, challengeId, number, csrfToken };
    },
    verify: async ({ account, cookie, csrfToken, signInId, challengeId }) => {
      const body = { challengeId, output: codeOf(account) };
      const given = { account, cookie, csrfToken, params: { signInId }, body };
      const answer = await call('verifyChallenge', given);
      assertStatus(answer, 200);
      return { account, cookie: cookiesOf(answer) };
    },
    session: async (signedIn) => {
      const answer = await call('getSession', signedIn);
      assertStatus(answer, 200);
      return { ...signedIn, csrfToken: JSON.parse(answer.body).csrfToken };
    },
    call: async (page, name, asked) => {
      const answer = await call(name, { ...page, ...asked });
      assertStatus(answer, ENDPOINTS[name].status);
      return answer.body;
    },
    fail: async (login, account) => {
      const body = { login, password: 'not the password' };
      assertStatus(await call('beginSignIn', { account, body }), 401);
    },
    refuse: async (login, account) => {
      const body = { login, password: 'not the password' };
      const answer = await call('beginSignIn', { account, body });
      const isTold = answer.status === 400 || answer.status === 401 || answer.status === 422;
      if (!isTold) throw new Error(`${answer.status}: ${answer.body}`);
    },
  };
}

function codeOf(account: Account): string {
  const parameters = standardTotp(secretOf(account));
  return totpAt(timeStepAt(new Date(), parameters), parameters);
}
