import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { decideRequirement } from '#domain/requirement.ts';
import type { UserId } from '#domain/ids.ts';
import {
  addApp,
  addAuthenticator,
  addUser,
  later,
  MINUTE,
  newBinding,
  newPhoneBinding,
  newSession,
  newSignIn,
  NOW,
} from '#sql/testing/fixtures.ts';
import { forEachDatabase, type Opened } from '#sql/testing/open-store.ts';
import type { NewPerson } from './add-user.ts';
import { importLines, type LineResult } from './import-lines.ts';
import { parseReason } from './order.ts';
import { type Operations, operations, ORDER, userOf } from './testing/operations.ts';

const person = (login: string, given: Partial<NewPerson> = {}): NewPerson => ({
  login,
  displayName: 'Ada',
  email: undefined,
  state: 'enabled',
  role: 'user',
  password: { kind: 'make' },
  ...given,
});

/** What the audit log holds of one account, or of none. */
async function auditOf({ database }: Operations, id: UserId | undefined) {
  const rows = await database.stores.auditChain.listUnsealed(10_000);
  return rows.filter(({ target }) => target?.id === id);
}

async function lastAudit(all: Operations, id: UserId) {
  const row = (await auditOf(all, id)).at(-1);
  assert.ok(row);
  assert.deepEqual(row.actor, { type: 'operator', id: 'op' });
  assert.equal(row.detail?.['why'], ORDER.reason);
  return row;
}

const kinds = (results: readonly LineResult[]) => results.map(({ kind }) => kind);

function suite(opened: Opened): void {
  let all: Operations;
  before(() => {
    all = operations(opened.database());
  });

  it('L08 adds an account with a password of 80 bits that only its hash is kept of', async () => {
    const outcome = await all.addUser(person('Ada Adding', { email: 'ADA@example.org' }), ORDER);
    assert.ok(outcome.kind === 'added');
    assert.match(outcome.password ?? '', /^(?:[0-9a-z]{4}-){3}[0-9a-z]{4}$/);
    const user = await userOf(all, outcome.userId);
    assert.equal(user.passwordHash, `hash of ${outcome.password}`);
    const found = await all.database.stores.users.findByLoginKey('ada@example.org');
    assert.equal(found?.id, outcome.userId);
    assert.equal((await lastAudit(all, outcome.userId)).event, 'authz_admin');
  });

  it('A12 refuses an alias of a login or address that is there', async () => {
    await all.addUser(person('taken', { email: 'taken@example.org' }), ORDER);
    for (const login of ['TAKEN', 'ｔaken', 'Taken@Example.org']) {
      assert.deepEqual(await all.addUser(person(login), ORDER), { kind: 'login-taken' });
    }
    assert.deepEqual(await all.addUser(person('a\0b'), ORDER), { kind: 'login-unusable' });
  });

  it('an administrator keeps two-step verification', async () => {
    const administrator = person('boss', { role: 'administrator', state: 'disabled' });
    const refused = { kind: 'administrator-needs-two-steps' };
    assert.deepEqual(await all.addUser(administrator, ORDER), refused);
    const id = await addUser(all.database, { role: 'administrator' });
    assert.deepEqual(await all.setState(id, 'disabled', ORDER), refused);
    await all.database.transact('fact', (tx) => tx.users.change(id, { active: false }));
  });

  it('sets a role, ends what was signed in under the old one, and keeps the last owner', async () => {
    const { database } = all;
    const id = await addUser(database, { state: 'enabled' });
    await database.transact('fact', (tx) => tx.sessions.insert(newSession(id)));
    const changed = { kind: 'changed', before: 'user', sessions: 1 };
    assert.deepEqual(await all.setRole(id, 'owner', ORDER), changed);
    assert.deepEqual(await all.setRole(id, 'owner', ORDER), { kind: 'unchanged' });
    assert.deepEqual(await database.stores.sessions.listOf(id), []);
    assert.equal(all.told.at(-1)?.id, 'role-changed');
    const { detail } = (await lastAudit(all, id)) ?? {};
    assert.deepEqual([detail?.['before'], detail?.['after']], ['user', 'owner']);

    assert.deepEqual(await all.setRole(id, 'user', ORDER), { kind: 'last-owner' });
    const other = await addUser(database, { role: 'owner' });
    assert.equal((await all.setRole(id, 'help-desk', ORDER)).kind, 'changed');
    await database.transact('fact', (tx) => tx.users.change(other, { active: false }));
    const disabled = await addUser(database, { state: 'disabled' });
    assert.deepEqual(await all.setRole(disabled, 'auditor', ORDER), { kind: 'needs-two-steps' });
  });

  it('I4 I5 sets the state, with what it was before in the audit log', async () => {
    const id = await addUser(all.database);
    assert.deepEqual(await all.setState(id, 'enforced', ORDER), {
      kind: 'changed',
      before: 'enabled',
    });
    assert.deepEqual(await all.setState(id, 'enforced', ORDER), { kind: 'unchanged' });
    const { detail } = await lastAudit(all, id);
    assert.deepEqual([detail?.['before'], detail?.['after']], ['enabled', 'enforced']);
  });

  it('U12 L08 D04 clears everything, and tells the addresses that go', async () => {
    const { database } = all;
    const id = await addUser(database, { state: 'enforced' });
    await addAuthenticator(database, newPhoneBinding(id, '+12125550167'));
    await addApp(database, id);
    await all.issuePass({ userId: id, minutes: 60 }, ORDER);
    const pending = newBinding(id);
    const signIn = newSignIn(id);
    await database.transact('fact', async (tx) => {
      await tx.bindings.insert(pending);
      await tx.signIns.insert(signIn);
      await tx.sessions.insert(newSession(id));
    });

    const request = { userId: id, registration: 'pass', callerVerifiedBy: 'desk' } as const;
    const outcome = await all.clear(request, ORDER);
    assert.deepEqual(outcome, { kind: 'cleared', methods: 3, sessions: 1 });
    const left = await database.stores.authenticators.list(id);
    assert.deepEqual(left, []);
    assert.equal((await database.stores.bindings.find(pending.id))?.state, 'cancelled');
    assert.equal((await database.stores.signIns.find(signIn.id))?.state, 'ended');
    const user = await userOf(all, id);
    assert.deepEqual([user.state, user.registration], ['enabled', { kind: 'pass' }]);
    assert.deepEqual(decideRequirement(user, left, NOW), { kind: 'needs-help' });
    const notice = all.told.at(-1);
    assert.deepEqual([notice?.id, notice?.numbers], ['methods-cleared', ['+12125550167']]);
    const { event, detail } = await lastAudit(all, id);
    assert.deepEqual([event, detail?.['callerVerifiedBy']], ['admin.mfa_cleared', 'desk']);
  });

  it('U12 a clear that allows the password opens the set-up for 24 hours', async () => {
    const id = await addUser(all.database);
    await all.clear({ userId: id, registration: 'password' }, ORDER);
    const user = await userOf(all, id);
    assert.deepEqual(decideRequirement(user, [], later(24 * 60 * MINUTE - 1)), { kind: 'set-up' });
    assert.deepEqual(decideRequirement(user, [], later(24 * 60 * MINUTE)), { kind: 'needs-help' });
  });

  it('U22 N1 N2 blocks for 90 days with a reason, and unblocks', async () => {
    const { database } = all;
    const id = await addUser(database);
    const app = await addApp(database, id);
    const lane = { kind: 'second-step', subject: id, cause: app } as const;
    await database.transact('fact', async (tx) => {
      await tx.sessions.insert(newSession(id));
      await tx.authenticators.disable(app);
    });
    for (let n = 0; n < 6; n += 1) {
      await database.transact('attempt', (tx) => tx.throttles.reserve([lane], NOW));
    }
    assert.ok((await database.stores.throttles.retryAfterMs(lane, NOW)) > 0);

    const until = later(90 * 24 * 60 * MINUTE);
    const blocked = await all.block({ userId: id, days: 90 }, ORDER);
    assert.deepEqual(blocked, { kind: 'blocked', until, sessions: 1 });
    assert.deepEqual((await userOf(all, id)).blockedUntil, until);
    assert.equal((await lastAudit(all, id)).detail?.['action'], 'blocked');

    const unblocked = await all.unblock(id, ORDER);
    assert.deepEqual(unblocked, { kind: 'unblocked', wasBlocked: true, restored: 1 });
    assert.equal((await userOf(all, id)).blockedUntil, undefined);
    assert.equal(await database.stores.throttles.retryAfterMs(lane, NOW), 0);
    assert.equal((await database.stores.authenticators.find(app))?.state, 'active');
    assert.equal((await lastAudit(all, id)).detail?.['action'], 'unblocked');
    assert.deepEqual(
      all.told.slice(-2).map((notice) => notice.id),
      ['blocked', 'unblocked'],
    );
  });

  it('M07 a pass: 60 bits, its hash alone is kept, a new one takes the place of the old', async () => {
    const { database } = all;
    const id = await addUser(database);
    const first = await all.issuePass({ userId: id, minutes: 60 }, ORDER);
    assert.ok(first.kind === 'issued');
    assert.match(first.pass, /^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.deepEqual(first.expiresAt, later(60 * MINUTE));
    const [old] = await database.stores.authenticators.list(id);
    assert.ok(old);
    assert.deepEqual([old.kind, old.usesLeft], ['temporary-access-pass', 1]);
    const code = await database.stores.authenticators.codeOf(old.id, 1);
    assert.equal(code?.hash, `hash of ${first.pass.replaceAll('-', '')}`);

    const second = await all.issuePass({ userId: id, minutes: 10 }, ORDER);
    assert.ok(second.kind === 'issued');
    const list = await database.stores.authenticators.list(id);
    assert.equal(list.length, 1);
    assert.notEqual(list[0]?.id, old.id);
    assert.equal(await database.stores.authenticators.codeOf(old.id, 1), undefined);
    const { event, detail } = await lastAudit(all, id);
    assert.deepEqual([event, detail?.['replaces']], ['tap.issued', true]);
    assert.ok(!JSON.stringify(await auditOf(all, id)).includes(second.pass));
  });

  it('M07 refuses a pass for oneself, and one for less than 10 minutes or more than 8 hours', async () => {
    const id = await addUser(all.database);
    const own = await all.issuePass({ userId: id, minutes: 60, issuer: id }, ORDER);
    assert.deepEqual(own, { kind: 'own-account' });
    for (const minutes of [0, 9, 481, 60.5, Number.NaN]) {
      const outcome = await all.issuePass({ userId: id, minutes }, ORDER);
      assert.deepEqual(outcome, { kind: 'minutes-out-of-range' });
    }
    for (const minutes of [10, 480]) {
      assert.equal((await all.issuePass({ userId: id, minutes }, ORDER)).kind, 'issued');
    }
  });

  it('revokes sessions and what was begun', async () => {
    const id = await addUser(all.database);
    const signIn = newSignIn(id);
    await all.database.transact('fact', async (tx) => {
      await tx.signIns.insert(signIn);
      await tx.sessions.insert(newSession(id));
      await tx.sessions.insert(newSession(id));
    });
    assert.deepEqual(await all.revoke(id, ORDER), { kind: 'revoked', sessions: 2 });
    assert.equal((await all.database.stores.signIns.find(signIn.id))?.state, 'ended');
    assert.equal((await lastAudit(all, id)).event, 'session_revoked');
  });

  it('resets a password, ends the sessions and keeps the methods', async () => {
    const id = await addUser(all.database);
    await addApp(all.database, id);
    await all.database.transact('fact', (tx) => tx.sessions.insert(newSession(id)));
    const user = await userOf(all, id);
    const outcome = await all.resetPassword({ user, password: undefined }, ORDER);
    assert.ok(outcome.kind === 'reset');
    assert.equal((await userOf(all, id)).passwordHash, `hash of ${outcome.password}`);
    assert.equal((await all.database.stores.authenticators.list(id)).length, 1);
    const { detail } = await lastAudit(all, id);
    assert.equal(detail?.['sessions'], 1);
    assert.deepEqual(await all.resetPassword({ user, password: 'short' }, ORDER), {
      kind: 'password-unacceptable',
      fault: 'too-short',
    });
  });

  it('an account that is not there is an answer, not an error', async () => {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an id that nobody has
    const id = 'nobody' as UserId;
    const unknown = { kind: 'unknown-user' };
    assert.deepEqual(await all.setState(id, 'enabled', ORDER), unknown);
    assert.deepEqual(await all.clear({ userId: id, registration: 'pass' }, ORDER), unknown);
    assert.deepEqual(await all.block({ userId: id, days: 1 }, ORDER), unknown);
    assert.deepEqual(await all.unblock(id, ORDER), unknown);
    assert.deepEqual(await all.issuePass({ userId: id, minutes: 60 }, ORDER), unknown);
    assert.deepEqual(await all.revoke(id, ORDER), unknown);
  });

  it('U31 imports line by line: a bad line stops nothing, and a dry run does nothing', async () => {
    await all.addUser(person('import-there', { email: 'there@example.org' }), ORDER);
    const csv = [
      'login,name,email,state',
      'import-one,One,one@example.org,enabled',
      'import-two,"Two, with a comma",,enforced',
      'import-there,There,there@example.org,disabled',
      'import-bad,Bad,not an address,enabled',
      'import-open,"open,x@example.org,enabled',
      'IMPORT-ONE,One again,,enabled',
      'import-thief,Thief,THERE@example.org,enabled',
      'import-three,Three,,sometimes',
      'too,few',
    ].join('\r\n');
    const run = async (dryRun: boolean): Promise<readonly LineResult[]> => {
      const results: LineResult[] = [];
      const request = { csv, how: { dryRun }, order: ORDER };
      for await (const result of importLines(all.importPeople, request)) results.push(result);
      return results;
    };
    const dry = await run(true);
    assert.equal(await all.database.stores.users.findByLoginKey('import-one'), undefined);
    const real = await run(false);
    assert.deepEqual(kinds(real), kinds(dry));
    assert.deepEqual(kinds(real), [
      'added',
      'added',
      'changed',
      'bad',
      'bad',
      'bad',
      'bad',
      'bad',
      'bad',
    ]);
    assert.deepEqual(
      real.map(({ line }) => line),
      [2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
    const two = await all.database.stores.users.findByLoginKey('import-two');
    assert.deepEqual([two?.displayName, two?.state], ['Two, with a comma', 'enforced']);
    assert.deepEqual(kinds(await run(false)).slice(0, 3), ['unchanged', 'unchanged', 'unchanged']);
  });
}

forEachDatabase('administration', suite);

describe('an order', () => {
  it('L08 needs a reason in plain words on one line', () => {
    assert.equal(parseReason('  lost phone '), 'lost phone');
    for (const reason of ['', '  ', 'ab', 'a\nb c', 'x\u001b[31m', 'a\u202eb', 'y'.repeat(201)]) {
      assert.equal(parseReason(reason), undefined);
    }
  });
});
