import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { createSimulator } from '../simulator.ts';

export const ACCOUNT_SID = `AC${'0123456789abcdef'.repeat(2)}`;
export const AUTH_TOKEN = 'the-account-token';

export type Received = {
  readonly method: string;
  readonly url: string;
  readonly form: URLSearchParams;
  readonly signature: string;
};

/** An application that the carrier calls back: answers with a document per path. */
async function startApplication(documents: Readonly<Record<string, string>>) {
  const received: Received[] = [];
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const { method = '', url = '', headers } = request;
    const form = new URLSearchParams(await text(request));
    received.push({ method, url, form, signature: String(headers['x-twilio-signature']) });
    const document = documents[url.split('?')[0] ?? ''];
    response.writeHead(document === undefined ? 204 : 200, { 'content-type': 'text/xml' });
    response.end(document);
  }
  const server = createServer((request, response) => void answer(request, response));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { received, url: `http://localhost:${address.port}`, close };
}

type Fields = Readonly<Record<string, string>>;
type ApiCall = { readonly token?: string; readonly form?: Fields | string };

/** A simulator in which a second is a few milliseconds, an application, and a client of its API. */
export async function startNetwork(documents: Readonly<Record<string, string>> = {}) {
  const simulator = await createSimulator({
    accountSid: ACCOUNT_SID,
    authToken: AUTH_TOKEN,
    port: 0,
    smtpPort: 0,
    secondMs: 4,
  });
  const application = await startApplication(documents);

  async function api(method: string, path: string, { token = AUTH_TOKEN, form }: ApiCall = {}) {
    const authorization = `Basic ${Buffer.from(`${ACCOUNT_SID}:${token}`).toString('base64')}`;
    const response = await fetch(`${simulator.url}/2010-04-01/Accounts/${ACCOUNT_SID}/${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/x-www-form-urlencoded' },
      ...(form === undefined ? {} : { body: new URLSearchParams(form).toString() }),
    });
    const json: Record<string, unknown> = JSON.parse(await response.text());
    return { status: response.status, json };
  }
  const post = (resource: string, form: Fields) => api('POST', `${resource}.json`, { form });

  return {
    ...simulator,
    application,
    api,
    sendText: (to: string) =>
      post('Messages', {
        To: to,
        From: '+13125550101',
        Body: 'Hello',
        StatusCallback: `${application.url}/status`,
      }),
    placeCall: (to: string, fields: Fields = {}) =>
      post('Calls', {
        To: to,
        From: '+13125550101',
        Url: `${application.url}/voice`,
        StatusCallback: `${application.url}/status`,
        ...fields,
      }),
    statuses: (field: string) =>
      application.received
        .filter(({ url }) => url.startsWith('/status'))
        .map(({ form }) => form.get(field)),
    stop: async () => {
      await simulator.close();
      application.close();
    },
  };
}

export type Network = Awaited<ReturnType<typeof startNetwork>>;

/** Waits for what happens soon, and fails when it has not for a long time. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'It did not happen');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
