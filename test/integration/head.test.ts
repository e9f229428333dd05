import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** All but what each answer has of its own. */
const lasting = (headers: http.IncomingHttpHeaders) => ({
  ...headers,
  date: undefined,
  'x-correlation-id': undefined,
});

forEachStore((store) => {
  let world: World;
  let pages: string;
  before(async () => {
    pages = mkdtempSync(path.join(os.tmpdir(), 'proofup-head-'));
    writeFileSync(path.join(pages, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(path.join(pages, 'icon.txt'), 'icon');
    world = await makeWorld(store, { listening: true, pages });
  });
  after(async () => {
    await world.close();
    rmSync(pages, { recursive: true, force: true });
  });

  /** Over a socket: what a client reads, not what a framework would send. */
  async function ask(method: string, where: string) {
    const headers = { host: new URL(world.publicUrl).host };
    const request = http.request(`${world.nodeUrls[0]}${where}`, { method, headers, agent: false });
    request.end();
    const [response]: http.IncomingMessage[] = await once(request, 'response');
    assert.ok(response);
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(Buffer.from(chunk));
    return {
      status: response.statusCode,
      headers: response.headers,
      body: Buffer.concat(chunks).toString(),
    };
  }

  for (const where of ['/', '/sign-in', '/security-info', '/entra/verify', '/icon.txt', '/none']) {
    it(`HEAD ${where} brings the status and the headers of GET, and nothing more`, async () => {
      const [got, head] = [await ask('GET', where), await ask('HEAD', where)];
      assert.equal(head.status, where === '/none' ? 404 : 200);
      assert.equal(head.status, got.status);
      assert.deepEqual(lasting(head.headers), lasting(got.headers));
      assert.ok(head.headers['content-security-policy']);
      assert.equal(head.body, '');
      assert.notEqual(got.body, '');
    });
  }

  it('HEAD under /api stays refused, as no operation has it', async () => {
    assert.equal((await ask('HEAD', '/api/v1/session')).status, 404);
  });
}, prepareDatabase);
