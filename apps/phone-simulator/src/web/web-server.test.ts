import assert from 'node:assert/strict';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createSimulator, type Simulator } from '../simulator.ts';
import { ACCOUNT_SID, AUTH_TOKEN } from '../testing/application.ts';

const SETTINGS = { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN, port: 0, smtpPort: 0 };

let simulator: Simulator;
describe('web server', () => {
  before(async () => {
    simulator = await createSimulator(SETTINGS);
  });
  after(() => simulator.close());
  beforeEach(() => simulator.control.clear());

  type Options = {
    readonly method?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: string;
  };

  /** `fetch` would not let a test set Host or Origin. */
  async function ask(url: string, { method = 'GET', headers = {}, body = '' }: Options = {}) {
    const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
    request(url, { method, headers: { ...headers } }, resolve)
      .on('error', reject)
      .end(body);
    const response = await promise;
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  }

  const JSON_TYPE = { 'content-type': 'application/json' };
  const post = (action: string, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
    ask(`${simulator.url}/control/${action}`, {
      method: 'POST',
      headers: { ...JSON_TYPE, ...headers },
      body: JSON.stringify(body),
    });

  describe('the page', () => {
    it('is served under a strict policy, with its scripts free of types', async () => {
      const page = await ask(`${simulator.url}/`);
      assert.equal(page.status, 200);
      assert.match(
        String(page.headers['content-security-policy']),
        /default-src 'none'.*require-trusted/,
      );
      assert.doesNotMatch(page.body, /<script>| style=| on\w+=/);
      for (const [, path] of page.body.matchAll(/(?:src|href)="(\/[^"]+)"/g)) {
        assert.equal((await ask(simulator.url + path)).status, 200);
      }
      const script = await ask(`${simulator.url}/phones.ts`);
      assert.equal(script.headers['content-type'], 'text/javascript; charset=utf-8');
      assert.doesNotMatch(script.body, /import type|: State/);
    });

    it('is nothing but its files', async () => {
      for (const path of [
        '/tsconfig.json',
        '/../package.json',
        '/%2e%2e/package.json',
        '/index.html',
      ]) {
        assert.equal((await ask(simulator.url + path)).status, 404);
      }
    });
  });

  describe('the control', () => {
    it('adds phones, sets behaviours and shows the state', async () => {
      assert.equal((await post('phones', { number: '+12125550167' })).status, 200);
      assert.equal((await post('behaviour', { to: '+12125550167', mode: 'refuse' })).status, 200);
      const { body } = await ask(`${simulator.url}/control/state`);
      assert.deepEqual(JSON.parse(body).phones, [
        { number: '+12125550167', behaviour: { mode: 'refuse', delayMs: 5000 } },
      ]);
    });

    it('says what is wrong with a request', async () => {
      assert.equal((await post('phones', { number: '12' })).status, 409);
      assert.equal((await post('phones', {})).status, 409);
      assert.equal((await post('phones', [])).status, 400);
      assert.equal((await post('behaviour', { mode: 'constructor' })).status, 409);
      assert.equal((await post('answer', { callSid: 'CA0' })).status, 409);
      assert.equal((await post('constructor', {})).status, 404);
      assert.equal((await ask(`${simulator.url}/control/answer`)).status, 405);
    });

    it('refuses a foreign origin, a foreign name and what a form could send', async () => {
      const port = new URL(simulator.url).port;
      const foreign = [
        { origin: 'https://example.com' },
        { origin: 'null' },
        { origin: `http://localhost:1${port}` },
        { origin: `https://localhost:${port}` },
        { origin: `http://localhost.example.com:${port}` },
        { host: 'example.com' },
        { host: `rebound.example.com:${port}` },
        { host: 'localhost:1' },
      ];
      for (const headers of foreign) {
        assert.equal((await post('phones', { number: '+12125550167' }, headers)).status, 403);
        assert.equal((await ask(`${simulator.url}/control/state`, { headers })).status, 403);
      }
      for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'text/json']) {
        const headers = { 'content-type': type };
        assert.equal((await post('phones', { number: '+12125550167' }, headers)).status, 415);
      }
      assert.deepEqual(simulator.control.state().phones, []);
    });

    it('answers under its own names', async () => {
      const port = new URL(simulator.url).port;
      for (const name of ['localhost', '127.0.0.1', 'phones.localhost']) {
        const headers = { host: `${name}:${port}`, origin: `http://${name}:${port}` };
        assert.equal((await post('phones', { number: '+12125550167' }, headers)).status, 200);
      }
    });

    it('takes no more than a little at a time', async () => {
      assert.equal((await post('phones', { number: '1'.repeat(70_000) })).status, 400);
    });

    it('streams the state and each change', async () => {
      const response = await fetch(`${simulator.url}/control/events`);
      assert.equal(response.headers.get('content-type'), 'text/event-stream');
      const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
      assert.match((await reader?.read())?.value ?? '', /^data: \{"phones":\[\]/);
      simulator.control.addPhone('+12125550167');
      assert.match((await reader?.read())?.value ?? '', /\+12125550167/);
      await reader?.cancel();
    });
  });

  describe('a control token', () => {
    it('is asked for by page and control alike, and can be left in a cookie', async () => {
      const locked = await createSimulator({ ...SETTINGS, controlToken: 'a token' });
      try {
        const state = `${locked.url}/control/state`;
        assert.equal((await ask(state)).status, 401);
        assert.equal((await ask(`${locked.url}/`)).status, 401);
        assert.equal((await ask(`${locked.url}/?token=guess`)).status, 401);
        const bearer = { authorization: 'Bearer a token' };
        assert.equal((await ask(state, { headers: bearer })).status, 200);
        const visit = await ask(`${locked.url}/?token=a%20token`);
        assert.deepEqual([visit.status, visit.headers.location], [303, '/']);
        const [cookie = ''] = visit.headers['set-cookie'] ?? [];
        assert.match(cookie, /HttpOnly; SameSite=Strict/);
        const headers = { cookie: cookie.split(';')[0] ?? '' };
        assert.equal((await ask(state, { headers })).status, 200);
      } finally {
        await locked.close();
      }
    });
  });
});
