import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { pathToFileURL } from 'node:url';
import { buildClient } from '../../packages/client/build.ts';
import { STREAMS } from '../../packages/contract/src/endpoints.ts';
import type { Scope } from '../../packages/contract/src/scopes.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { bearer, orderKey } from '../harness/world/key.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

type Input = {
  readonly params: { readonly verificationId: string };
  readonly signal?: AbortSignal;
};
type Client = {
  readonly makeWatcher: (settings: {
    readonly url: string;
    readonly key: string;
  }) => (input: Input) => AsyncGenerator<void>;
};

const DOCUMENT = path.join(import.meta.dirname, '../../docs/openapi.json');

forEachStore((store) => {
  let world: World;
  let client: Client;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-watch-'));
  before(async () => {
    world = await makeWorld(store, { listening: true });
    buildClient(folder);
    client = await import(pathToFileURL(path.join(folder, 'proofup-client.js')).href);
  });
  after(async () => {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
  });

  let made = 0;
  async function begin(scopes: readonly Scope[] = ['verification']) {
    const person = await world.person({ login: `watched-${(made += 1)}`, apps: 1 });
    const { key } = await orderKey(world, scopes);
    const browser = world.browser();
    const body = { login: person.login, purpose: 'The safe', clientAddress: '192.0.2.91' };
    const begun = await browser.call('beginVerification', { body }, bearer(key));
    assert.equal(begun.status, 201, begun.text);
    return { person, key, browser, ...begun.value };
  }

  const refusalOf = async (verificationId: string, headers: Readonly<Record<string, string>>) => {
    const url = STREAMS.verificationEvents.path.replace('{verificationId}', verificationId);
    const response = await fetch(`${world.publicUrl}${url}`, { headers });
    const { code }: { readonly code?: string } = JSON.parse(await response.text());
    return [response.status, code];
  };

  it('the client hears at once that a verification moved, and reads it; nothing is said in the stream', async () => {
    const { person, key, browser, id, challenge } = await begin();
    const params = { verificationId: id };
    const watch = client.makeWatcher({ url: world.publicUrl, key });
    const states: string[] = [];
    const ending = new AbortController();
    for await (const _ of watch({ params, signal: ending.signal })) {
      const { value } = await browser.call('getVerification', { params, query: {} }, bearer(key));
      states.push(value.state);
      if (value.state !== 'waiting') break;
      const body = { challengeId: challenge?.id, output: person.code() };
      const proved = await browser.call('verifyVerification', { params, body }, bearer(key));
      assert.equal(proved.value.state, 'verified', proved.text);
    }
    assert.deepEqual(states, ['waiting', 'verified']);
  });

  it('a stream carries no data of the verification', async () => {
    const { person, key, browser, id, challenge } = await begin();
    const url = STREAMS.verificationEvents.path.replace('{verificationId}', id);
    const response = await fetch(`${world.publicUrl}${url}`, { headers: bearer(key) });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.match(response.headers.get('ratelimit') ?? '', /^"key";r=\d+;t=\d+$/);
    const params = { verificationId: id };
    const body = { challengeId: challenge?.id, output: person.code() };
    await browser.call('verifyVerification', { params, body }, bearer(key));
    let said = '';
    for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      said += part;
      if (said.includes('changed')) break;
    }
    assert.match(said, /^retry: 1000\n\nevent: changed\ndata: \{\}\n\n/);
  });

  it('is for the key that began it alone, with its scope, within its budget', async () => {
    const { id } = await begin();
    const other = await begin();
    assert.deepEqual(await refusalOf(id, bearer(other.key)), [404, 'not_found']);
    assert.deepEqual(await refusalOf(id, {}), [401, 'service_key_refused']);
    const unscoped = await orderKey(world, ['users.read']);
    assert.deepEqual(await refusalOf(id, bearer(unscoped.key)), [403, 'scope_missing']);
    const poor = await orderKey(world, ['verification'], { callsPerMinute: 1 });
    assert.deepEqual(await refusalOf(id, bearer(poor.key)), [404, 'not_found']);
    assert.deepEqual(await refusalOf(id, bearer(poor.key)), [429, 'too_many_calls']);
  });

  it('every stream stands in the document, with what it needs', () => {
    const document: Document = JSON.parse(readFileSync(DOCUMENT, 'utf8'));
    for (const [name, { path: url, access }] of Object.entries(STREAMS)) {
      const operation = document.paths[url]?.get;
      assert.equal(operation?.operationId, name);
      assert.equal(operation['x-access'], access);
      assert.ok(operation.security.length > 0);
      assert.ok(operation.responses['200']?.content['text/event-stream']);
    }
  });
}, prepareDatabase);

type Operation = {
  readonly operationId: string;
  readonly 'x-access': string;
  readonly security: readonly object[];
  readonly responses: Readonly<
    Record<string, { readonly content: Readonly<Record<string, object>> }>
  >;
};
type Document = {
  readonly paths: Readonly<Record<string, { readonly get?: Operation } | undefined>>;
};
