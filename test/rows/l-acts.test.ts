import assert from 'node:assert/strict';
import { it } from 'node:test';
import { TWO_PERSON_ACTS, type TwoPersonAct } from '../../packages/contract/src/help-schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { bodyOf } from '../harness/world/acts.ts';
import { REASON, useDesk } from '../harness/world/desk.ts';
import { callAny, endpointOf } from '../harness/world/walk.ts';
import { prepareDatabase } from '../harness/world/world.ts';

/** Of what somebody has none of, and what changes nothing for them, nobody is told. */
const UNTOLD: ReadonlySet<TwoPersonAct> = new Set([
  'deleteAppPasswordsOf',
  'setUserState',
  'setUserRole',
  'setUserLanguage',
]);

forEachStore((store) => {
  const { world, somebody, signedIn } = useDesk(store);

  it('L08 D04 every act leaves who did it, to whom and why, without a secret, and its person is told', async () => {
    const admin = await signedIn({ role: 'owner' });
    for (const act of TWO_PERSON_ACTS) {
      const target = await somebody({ state: 'enabled' });
      const ids = { userId: target.id };
      const answer = await callAny(admin.browser, act, { ids, body: bodyOf(act, target) });
      assert.equal(answer.status, 200, `${act} ${answer.text}`);
      const requestId = String(answer.headers['x-correlation-id']);
      const rows = (await world().audit()).filter((row) => row.requestId === requestId);
      if (act !== 'setUserRole') {
        const row = rows.find(({ event }) => event === endpointOf(act).audit);
        assert.deepEqual(row?.actor, { type: 'user', id: admin.person.id }, act);
        assert.deepEqual(row?.target, { type: 'user', id: target.id }, act);
        assert.equal(row?.detail?.['why'], REASON, act);
        assert.ok(row?.sessionId !== undefined, act);
      }
      const secrets = /"(?:pass|password)":"([^"]+)"/.exec(answer.text)?.[1];
      const told = JSON.stringify(rows);
      assert.ok(secrets === undefined || !told.includes(secrets), act);
      if (!UNTOLD.has(act)) await world().sink.waitForMail(target.email);
    }
  });

  it('L08 a change of role or state says what was before and after', async () => {
    const admin = await signedIn({ role: 'owner' });
    const target = await somebody();
    const params = { userId: target.id };
    const state = { reason: REASON, state: 'enabled' } as const;
    await admin.browser.call('setUserState', { params, body: state });
    const role = { reason: REASON, role: 'auditor' } as const;
    await admin.browser.call('setUserRole', { params, body: role });
    const changes = (await world().audit('authz_change')).filter(
      (row) => row.target?.id === target.id,
    );
    assert.deepEqual(
      changes.map(({ detail }) => [detail?.['before'], detail?.['after']]),
      [
        ['enforced', 'enabled'],
        ['user', 'auditor'],
      ],
    );
    await world().sink.waitForMail(target.email);
  });
}, prepareDatabase);
