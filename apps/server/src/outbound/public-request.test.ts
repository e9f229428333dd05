import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';
import { makePublicRequest } from './public-request.ts';

const READING = { method: 'GET', headers: {}, reads: true } as const;

describe('makePublicRequest', () => {
  it('tries the next address of a name where one leads nowhere', async () => {
    const server = createServer((_, response) => response.end('here'));
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    assert.ok(typeof address === 'object' && address !== null);
    const request = makePublicRequest({
      allowPrivate: true,
      resolve: async () => ['::1', '127.0.0.1'],
    });
    const outcome = await request(new URL(`http://localhost:${address.port}/`), READING);
    server.close();
    assert.deepEqual(outcome, { kind: 'answered', status: 200, body: 'here' });
  });

  it('K18 connects to none of the addresses of a name where one of them is not public', async () => {
    for (const found of [['203.0.113.9', '127.0.0.1'], ['::1', '203.0.113.9'], []]) {
      const request = makePublicRequest({ allowPrivate: false, resolve: async () => found });
      const outcome = await request(new URL('https://two.example/'), READING);
      const why = found.length === 0 ? 'unknown_host' : 'not_public';
      assert.deepEqual(outcome, { kind: 'failed', why });
    }
  });
});
