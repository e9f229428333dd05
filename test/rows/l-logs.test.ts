import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { auditLine } from '../../apps/server/src/audit/audit-line.ts';
import { exportAudit } from '../../apps/server/src/audit/export.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { findKnown } from '../harness/world/known.ts';
import { runFlows } from '../harness/world/flows.ts';
import { makeTold, type Told } from '../harness/world/told.ts';
import { ALL_ENDPOINTS, endpointOf } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** Line ends of every reader, what moves a terminal, what ends a string, and text that turns around. */
const HOSTILE = 'eve\r\n{"level":30}\u0000\u001b[2J\u2028\u2029\u0085\u009b"\\\u202e\ud800';
const CONTROLS = /[\p{Cc}\u2028\u2029]/u;

const isOneEvent = (line: string): boolean => {
  const bare = line.replace(/\n$/, '');
  const value: unknown = JSON.parse(bare);
  return typeof value === 'object' && value !== null && !CONTROLS.test(bare);
};

forEachStore((store) => {
  for (const logLevel of ['debug', 'trace'] as const) {
    describe(`at ${logLevel}`, () => {
      let world: World;
      let told: Told;
      before(async () => {
        world = await makeWorld(store, { phones: true, config: { logLevel } });
        told = makeTold(world);
        await runFlows(world, told);
      });
      after(() => world.close());

      it('L05 the flows have come by every endpoint', () => {
        const called = new Set(told.successes.map(({ name }) => name));
        assert.deepEqual(
          ALL_ENDPOINTS.filter((name) => !called.has(name)),
          [],
        );
      });

      it('L05 no secret of any flow is in the log or in the audit log', async () => {
        assert.ok(world.logLines.length > told.successes.length);
        const lines = [...world.logLines, ...(await world.audit()).map(auditLine)];
        assert.deepEqual(findKnown(Buffer.from(lines.join('\n')), told.known), []);
      });

      it('L05 no six digits stand beside a word for a code', async () => {
        const lines = [...world.logLines, ...(await world.audit()).map(auditLine)];
        for (const line of lines) {
          assert.doesNotMatch(line, /(?:code|otp|pin|output)[^a-z]{0,8}(?<!\d)\d{6}(?!\d)/i);
        }
      });

      it('L05 the search finds what is there', () => {
        const line = Buffer.from(JSON.stringify({ code: '135790', token: 'x'.repeat(43) }));
        const known = [
          { what: 'code', value: '135790' },
          { what: 'token', value: 'x'.repeat(43) },
          { what: 'other', value: 'y'.repeat(43) },
        ];
        assert.equal(findKnown(line, known).length, 2);
      });

      it('L08 every endpoint that succeeds leaves its audit event, and reads leave none', async () => {
        const rows = await world.audit();
        const eventsOf = (id: string) =>
          rows.filter(({ requestId }) => requestId === id).map(({ event }): string => event);
        for (const name of ALL_ENDPOINTS) {
          const calls = told.successes.filter((one) => one.name === name);
          const events = calls.map(({ correlationId }) => eventsOf(correlationId));
          const { audit } = endpointOf(name);
          if (audit === null) assert.deepEqual(events.flat(), [], name);
          else {
            assert.ok(
              events.some((one) => one.includes(audit)),
              `${name}: ${events.join(' | ')}`,
            );
            assert.ok(
              events.every((one) => one.length > 0),
              `${name}: a call without a record`,
            );
          }
        }
      });
    });
  }

  describe('hostile input', () => {
    let world: World;
    before(async () => {
      world = await makeWorld(store, { phones: true });
    });
    after(() => world.close());

    it('L06 whatever a stranger sends, one request is one line of JSON', async () => {
      const person = await world.person({ login: 'labelled', apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      const methodId = person.apps[0]?.id ?? '';
      const header = HOSTILE.replaceAll(/[^\x20-\x7e]/g, '\u00ff');
      const lines = world.logLines.length;
      const hostile = { 'user-agent': header, 'x-request-id': header, referer: header };
      const login = { login: HOSTILE, password: HOSTILE };
      await browser.call('beginSignIn', { body: login }, hostile);
      const params = { methodId };
      await browser.call('renameMethod', { params, body: { name: HOSTILE } }, hostile);
      const bare = browser.request('getSession');
      const path = `/${encodeURIComponent(HOSTILE.replace('\ud800', ''))}`;
      await browser.send({ ...bare, path, headers: { ...bare.headers, ...hostile } });
      await browser.send({
        ...bare,
        method: 'POST',
        path: `/hooks/twilio/inbound?${new URLSearchParams({ message: HOSTILE }).toString()}`,
        headers: { ...bare.headers, 'content-type': 'application/x-www-form-urlencoded' },
        body: `Body=${HOSTILE}`,
      });
      const written = world.logLines.slice(lines);
      assert.equal(written.length, 4, written.join(''));
      for (const line of written) assert.ok(isOneEvent(line), line);
      for (const line of world.logLines) assert.ok(isOneEvent(line), line);
    });

    it('L06 one audit record is one line of JSON, in the export too', async () => {
      await world.browser().call('beginSignIn', { body: { login: HOSTILE, password: 'x' } });
      await sealed(world);
      const rows = await world.audit();
      const exported: string[] = [];
      for await (const line of exportAudit(world.database.stores.auditChain, 0))
        exported.push(line);
      assert.equal(exported.length, rows.length);
      for (const line of exported) assert.ok(isOneEvent(line), line);
      const last = rows.findLast(({ event }) => event === 'authn_login_fail');
      assert.ok(exported.some((line) => line.includes(String(last?.id))));
    });
  });
}, prepareDatabase);

/** Every record has its place in the chain: the export holds no other. */
async function sealed({ database }: World): Promise<void> {
  for (let waited = 0; waited < 500; waited += 1) {
    const rows = await database.stores.auditChain.listUnsealed(1);
    if (rows.length === 0) return;
    await sleep(10);
  }
  assert.fail('records stay unsealed');
}
