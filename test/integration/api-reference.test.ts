import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { STREAMS } from '../../packages/contract/src/endpoints.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { ALL_ENDPOINTS, endpointOf } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const DOCUMENT = path.join(import.meta.dirname, '../../docs/openapi.json');

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  const get = async (url: string) => {
    const browser = world.browser();
    const { headers } = browser.request('getConfiguration');
    const answer = await browser.send({ method: 'GET', path: url, headers, body: undefined });
    assert.equal(answer.status, 200, answer.text);
    return answer;
  };

  it('serves the reference of its own API, under the policy of every page, without a script', async () => {
    const { text, headers } = await get('/api/docs');
    assert.match(String(headers['content-security-policy']), /default-src 'none'/);
    assert.doesNotMatch(text, /<script|style=|https?:\/\//);
    for (const name of ALL_ENDPOINTS) {
      assert.ok(text.includes(`<h3 id="${name}">`), name);
      assert.ok(text.includes(endpointOf(name).path), name);
    }
    for (const [name, { path: url }] of Object.entries(STREAMS)) {
      assert.ok(text.includes(`<a href="#${name}">${name}</a>`), name);
      assert.ok(text.includes(`<h3 id="${name}">`), name);
      assert.ok(text.includes(url), name);
    }
    assert.match(String((await get('/api/docs.css')).headers['content-type']), /^text\/css/);
  });

  it('serves the document that the repository has', async () => {
    const { value } = await get('/api/openapi.json');
    assert.deepEqual(value, JSON.parse(readFileSync(DOCUMENT, 'utf8')));
  });

  it('says of every operation what it needs, and only what is there', async () => {
    const document: Document = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
    const { securitySchemes } = document.components;
    for (const name of ALL_ENDPOINTS) {
      const { path: url, method, access, scope } = endpointOf(name);
      const operation = document.paths[url]?.[method.toLowerCase()];
      assert.ok(operation, name);
      assert.equal(operation.security.length > 0, access !== 'public', name);
      for (const shown of operation.security) {
        const [scheme = '', needed] = Object.entries(shown)[0] ?? [];
        assert.ok(scheme in securitySchemes, scheme);
        assert.deepEqual(needed, scheme === 'apiKey' ? [scope] : []);
      }
      for (const reference of JSON.stringify(operation).matchAll(/"\$ref":"#\/([^"]+)"/g)) {
        const found = (reference[1] ?? '').split('/').reduce<unknown>(within, document);
        assert.ok(found !== undefined, reference[1]);
      }
    }
  });
}, prepareDatabase);

const within = (part: unknown, name: string): unknown =>
  typeof part === 'object' && part !== null ? new Map(Object.entries(part)).get(name) : undefined;

type Operation = { readonly security: readonly Readonly<Record<string, readonly string[]>>[] };
type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly securitySchemes: object };
};
