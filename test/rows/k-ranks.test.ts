import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AuditRow } from '../../apps/server/src/audit/ports.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { assignToken, makeToken, tokenLine } from '../harness/world/hardware-token.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'a new delivery of tokens';
const RACES = 20;
const LINES = 20;

type Act = {
  readonly name: string;
  /** What is there before; the act itself. */
  readonly arrange: (browser: Browser) => Promise<() => Promise<unknown>>;
  /** What a record of it is. */
  readonly isOf: (row: AuditRow) => boolean;
};

const isToken = (reason: string) => (row: AuditRow) =>
  row.event === 'token.changed' && row.reason === reason;
const isAction = (event: string, action: string) => (row: AuditRow) =>
  row.event === event && row.detail?.['action'] === action;

async function importing(browser: Browser, content: 'tokens' | 'people' | 'states', csv: string) {
  const { value } = await browser.call('startImport', { body: { reason: REASON, content } });
  const lines = { params: { importId: value.id }, body: { firstLine: 1, csv } };
  return () => browser.call('importLines', lines);
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    // One node: its records are in the order in which they were written, whatever the clock says.
    world = await makeWorld(store);
  });
  after(() => world.close());

  let made = 0;
  const somebody = (role: 'user' | 'administrator' = 'user'): Promise<Person> => {
    made += 1;
    return world.person({ login: `${role}-${made}`, role, apps: 1 });
  };

  /** The role alone, and its record: with its sessions, most of what comes later would end as well. */
  const demote = ({ id }: Person): Promise<void> =>
    world.database.transact('fact', async (tx) => {
      await tx.users.hold(id);
      await tx.users.change(id, { role: 'user' });
      const fields = { target: { type: 'user', id }, detail: { after: 'user' } };
      const row = { event: 'authz_change', outcome: 'success', ...fields } as const;
      await tx.audit.append([row], world.clock.now());
    });

  async function tokenAct(browser: Browser, name: 'deleteToken' | 'deactivateToken') {
    const token = await assignToken(world, await somebody());
    const params = { tokenId: token.id };
    const body = { reason: REASON };
    if (name === 'deactivateToken') {
      const owner = { ...body, output: token.code() };
      const given = await browser.call('activateToken', { params, body: owner });
      assert.equal(given.status, 200, given.text);
    }
    return () => browser.call(name, { params, body });
  }

  const ACTS: readonly Act[] = [
    {
      name: 'tokens from a file',
      arrange: (browser) => {
        const csv = Array.from({ length: LINES }, () => tokenLine(makeToken(world))).join('\n');
        return importing(browser, 'tokens', csv);
      },
      isOf: isToken('imported'),
    },
    {
      name: 'people from a file',
      arrange: (browser) => {
        made += 1;
        const lines = Array.from({ length: LINES }, (_, n) => `new-${made}-${n},New,,enabled`);
        return importing(browser, 'people', lines.join('\n'));
      },
      isOf: isAction('authz_admin', 'user_added'),
    },
    {
      name: 'states from a file',
      arrange: async (browser) => {
        const people = await Promise.all(Array.from({ length: LINES }, () => somebody()));
        const csv = people.map(({ login }) => `${login},enabled`).join('\n');
        return importing(browser, 'states', csv);
      },
      isOf: isAction('authz_change', 'state'),
    },
    {
      name: 'a token that is assigned',
      arrange: async (browser) => {
        const token = await assignToken(world, await somebody());
        const { login } = await somebody();
        const params = { tokenId: token.id };
        return () => browser.call('assignToken', { params, body: { reason: REASON, login } });
      },
      isOf: isToken('assigned'),
    },
    {
      name: 'a token that is activated',
      arrange: async (browser) => {
        const token = await assignToken(world, await somebody());
        const params = { tokenId: token.id };
        const body = { reason: REASON, output: token.code() };
        return () => browser.call('activateToken', { params, body });
      },
      isOf: ({ event, method }) => event === 'factor.enrolled' && method === 'hardware-token',
    },
    {
      name: 'a token that is switched off',
      arrange: (browser) => tokenAct(browser, 'deactivateToken'),
      isOf: isToken('deactivated'),
    },
    {
      name: 'a token that is deleted',
      arrange: (browser) => tokenAct(browser, 'deleteToken'),
      isOf: isToken('deleted'),
    },
  ];

  for (const { name, arrange, isOf } of ACTS) {
    it(`K15 ${name}: nothing is done after the moment in which its administrator is one no more, ${RACES} times`, async () => {
      let done = 0;
      for (let race = 0; race < RACES; race += 1) {
        world.clock.advance(31_000);
        const boss = await somebody('administrator');
        const browser = world.browser();
        await browser.signIn(boss);
        const act = await arrange(browser);
        const acting = act();
        // Somewhere between its first look and its last write.
        await sleep(race === RACES - 1 ? 500 : race * 3);
        await Promise.all([acting, demote(boss)]);
        const rows = await world.audit();
        const demoted = rows.findIndex(
          ({ target, detail }) => target?.id === boss.id && detail?.['after'] === 'user',
        );
        assert.ok(demoted >= 0);
        const late = rows.slice(demoted).filter((row) => row.actor?.id === boss.id && isOf(row));
        assert.deepEqual(late, []);
        done += rows.filter((row) => row.actor?.id === boss.id && isOf(row)).length;
      }
      // Otherwise nothing raced.
      assert.ok(done > 0);
    });
  }
}, prepareDatabase);
