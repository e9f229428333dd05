import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { readFileSync } from 'node:fs';
import type { EndpointName } from '../../packages/contract/src/endpoints.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { FAULT_MESSAGE, makeFaults, type Part } from '../harness/world/faults.ts';
import { ALL_ENDPOINTS, callAny, endpointOf, type Ids, isWrite } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const PARTS = [
  'users',
  'authenticators',
  'signIns',
  'challenges',
  'bindings',
  'sessions',
  'rememberedBrowsers',
  'appPasswords',
  'throttles',
  'outbox',
  'audit',
  'bootstrap',
  'ceremonies',
] as const satisfies readonly Part[];

const { version } = JSON.parse(
  readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
);
const TALKATIVE: readonly string[] = [
  ...FAULT_MESSAGE.split(/\s+/).filter((word) => word.length > 3),
  'PlantedFault',
  'Error: ',
  '    at ',
  'node:',
  '.ts',
  process.version,
  process.cwd(),
  'Fastify',
  'fastify',
  'SQL',
  'sqlite',
  'postgres',
  String(version),
];

/** A browser that may call an endpoint, and ids that are its own. */
type Entitled = { readonly browser: Browser; readonly ids: Ids };

function assertQuiet({ text, headers }: Answer<unknown>, where: string): void {
  const words = [text, ...Object.entries(headers).map(String)].join('\n');
  for (const word of TALKATIVE) assert.ok(!words.includes(word), `${word}, ${where}: ${words}`);
}

/** What is answered without any part below. */
const STANDS_ALONE: readonly EndpointName[] = ['getConfiguration', 'beginPasskey'];

forEachStore((store) => {
  const faults = makeFaults();
  let world: World;
  before(async () => {
    world = await makeWorld(store, { wrapDatabase: faults.wrap });
  });
  after(() => {
    faults.mend();
    return world.close();
  });

  let made = 0;
  async function entitledTo(name: EndpointName): Promise<Entitled> {
    made += 1;
    const person = await world.person({ login: `asker-${made}`, apps: 2, prefers: 'totp' });
    const browser = world.browser();
    if (endpointOf(name).access === 'pre-auth') {
      const signIn = await browser.begin(person);
      return { browser, ids: { signInId: signIn.id } };
    }
    await browser.signIn(person);
    const methodId = person.apps[0]?.id ?? '';
    if (!endpointOf(name).path.includes('{bindingId}')) return { browser, ids: { methodId } };
    const { value } = await browser.call('bindApp', { body: {} });
    return { browser, ids: { methodId, bindingId: value.binding.id } };
  }

  for (const name of ALL_ENDPOINTS) {
    it(`L10 ${name}: whatever breaks below it, the answer is a correlation ID and no more`, async () => {
      let entitled = await entitledTo(name);
      let failures = 0;
      for (const part of PARTS) {
        faults.break(part);
        const answer = await callAny(entitled.browser, name, entitled).finally(() => faults.mend());
        const where = `${name} without ${part}`;
        if (answer.status >= 400) assertQuiet(answer, where);
        if (answer.status < 300 && isWrite(name)) entitled = await entitledTo(name);
        if (answer.status >= 500) {
          failures += 1;
          assert.equal(answer.status, 503, where);
          assert.equal(answer.problem?.code, 'unavailable');
          const keys = [
            'code',
            'correlationId',
            'retryAfter',
            'status',
            'timestamp',
            'title',
            'type',
          ];
          assert.deepEqual(Object.keys(answer.problem).toSorted(), keys);
          assert.equal(answer.headers['x-correlation-id'], answer.problem.correlationId);
          assert.deepEqual(answer.setCookies, [], where);
        }
      }
      assert.ok(failures > 0 || STANDS_ALONE.includes(name), 'nothing broke');
    });
  }

  it('L10 what breaks beside the endpoints is told no better', async () => {
    const browser = world.browser();
    const sent = browser.request('getSession');
    faults.break(...PARTS);
    const post = { ...sent, method: 'POST', path: '/hooks/twilio/status?message=x' };
    const answers = [
      await browser.send(post),
      await browser.send({ ...sent, headers: { ...sent.headers, host: 'evil.example' } }),
      await browser.send({ ...sent, path: '/api/v1/%ff' }),
      await browser.send({ ...sent, path: '/%00' }),
    ];
    faults.mend();
    for (const answer of answers) {
      assert.ok(answer.status >= 400, answer.text);
      assertQuiet(answer, String(answer.status));
    }
  });

  it('L10 the log says where it broke, and repeats no value', () => {
    const failed = world.logLines.filter((line) => line.includes('request failed'));
    assert.ok(failed.length > ALL_ENDPOINTS.length);
    for (const line of world.logLines) assert.ok(!line.includes('hunter2'), line);
    assert.ok(failed.every((line) => line.includes('PlantedFault')));
  });
}, prepareDatabase);
