import assert from 'node:assert/strict';
import { once } from 'node:events';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { par } from './barrier.ts';

const CROWD = 50;

describe('par, the last-byte barrier', () => {
  let inside = 0;
  let mostInside = 0;
  const everybody = Promise.withResolvers<void>();

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = (await request.toArray()).join('');
    inside += 1;
    mostInside = Math.max(mostInside, inside);
    if (mostInside === CROWD) everybody.resolve();
    // A machine may be slow: only requests that never meet wait in vain.
    if (request.url === '/chunked') await Promise.race([everybody.promise, sleep(10_000)]);
    inside -= 1;
    response.setHeader('set-cookie', ['a=1', 'b=2']);
    response.statusCode = request.method === 'POST' ? 201 : 200;
    if (request.url === '/chunked') {
      response.write('né ');
      response.end(body);
    } else {
      response.end(`${request.method} ${request.url} ${body}`);
    }
  }

  const server = http.createServer((request, response) => void respond(request, response));
  let base = '';

  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has a port
    base = `http://app.localhost:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('has every request in the handler at the same time', async () => {
    const headers = { 'content-type': 'text/plain' };
    const answers = await par(CROWD, (n) => ({
      url: `${base}/chunked`,
      method: 'POST',
      headers,
      body: `body ${n}`,
    }));
    assert.equal(mostInside, CROWD);
    assert.deepEqual(
      answers.map(({ status, body }) => `${status} ${body}`),
      Array.from({ length: CROWD }, (_, n) => `201 né body ${n}`),
    );
  });

  it('reads answers with a content-length, and every cookie', async () => {
    const [answer] = await par(1, () => ({ url: `${base}/plain?x=1` }));
    assert.equal(answer?.status, 200);
    assert.equal(answer?.body, 'GET /plain?x=1 ');
    assert.deepEqual(answer?.setCookies, ['a=1', 'b=2']);
  });

  it('fails when nobody listens', async () => {
    await assert.rejects(par(2, () => ({ url: 'http://127.0.0.1:1/' })));
  });
});
