import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { THROTTLE_RULES } from '../../apps/server/src/domain/throttle.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { FAULT_MESSAGE, makeFaults } from '../harness/world/faults.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const PER_SOURCE = THROTTLE_RULES['refusals-source'].windows[0].limit;
const TOO_MANY = 30;

const isJob = (line: string): boolean => line.includes('"job":"dispatch"');

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

  const countOf = async (event: string) => (await world.audit(event)).length;

  it('refusals of one source write rows up to their budget, and one row counts the rest', async () => {
    const stranger = world.browser({ source: '203.0.113.200' });
    for (let n = 0; n < PER_SOURCE + TOO_MANY; n += 1) {
      assert.equal((await stranger.call('getSession')).status, 401);
    }
    assert.equal(await countOf('authz_fail'), PER_SOURCE);
    // Somebody else is still written down, and so is the stranger when the window has passed.
    assert.equal((await world.browser().call('getSession')).status, 401);
    assert.equal(await countOf('authz_fail'), PER_SOURCE + 1);
    world.clock.advance(10 * 60_000 + 1);
    assert.equal((await stranger.call('getSession')).status, 401);
    assert.equal(await countOf('authz_fail'), PER_SOURCE + 2);

    await world.restart();
    const left = await world.audit('refusals.left_out');
    assert.deepEqual(
      left.map(({ detail }) => detail),
      [{ authz_fail: TOO_MANY }],
    );
  });

  it('what the framework refuses leaves a row, without a value of the request', async () => {
    const browser = world.browser();
    const json = { 'content-type': 'application/json' };
    const sent = [
      { path: '/api/v1/sign-in', headers: json, body: '{"login":"sesame' },
      { path: '/api/v1/sign-in', headers: { 'content-type': 'text/plain' }, body: 'sesame' },
      { path: '/api/v1/sign-in', headers: json, body: `"${'sesame'.repeat(20_000)}"` },
      { path: '/api/v1/sign-in', headers: { ...json, 'content-encoding': 'gzip' }, body: 'sesame' },
      { path: '/api/v1/sesame', headers: json, body: '{}' },
    ];
    const known = await countOf('input_validation_fail');
    const statuses: number[] = [];
    for (const { headers, ...request } of sent) {
      const answer = await browser.send({
        method: 'POST',
        ...request,
        headers: { host: new URL(world.publicUrl).host, origin: world.publicUrl, ...headers },
      });
      statuses.push(answer.status);
    }
    assert.deepEqual(statuses, [400, 415, 413, 415, 404]);
    const rows = (await world.audit('input_validation_fail')).slice(known);
    assert.deepEqual(
      rows.map(({ reason }) => reason),
      [
        '/api/v1/sign-in:invalid_request',
        '/api/v1/sign-in:unsupported_media_type',
        '/api/v1/sign-in:payload_too_large',
        '/api/v1/sign-in:unsupported_media_type',
        'no route:not_found',
      ],
    );
    assert.ok(rows.every(({ requestId, personal }) => requestId && personal?.address));
    assert.ok(!JSON.stringify(rows).includes('sesame'));
  });

  it('a job that fails says what failed and where, and no value', async () => {
    faults.break('outbox');
    try {
      for (let n = 0; n < 40 && !world.logLines.some(isJob); n += 1) await sleep(100);
      const line = JSON.parse(world.logLines.find(isJob) ?? '{}');
      assert.equal(line.err?.type, 'PlantedFault');
      assert.match(line.err?.stack ?? '', /^ {4}at /);
      assert.ok(world.logLines.every((written) => !written.includes(FAULT_MESSAGE)));
    } finally {
      faults.mend();
    }
  });
}, prepareDatabase);
