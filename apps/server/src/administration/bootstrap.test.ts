import assert from 'node:assert/strict';
import { it } from 'node:test';
import { decideRequirement } from '#domain/requirement.ts';
import { later, MINUTE, NOW } from '#sql/testing/fixtures.ts';
import { forEachDatabase, type Opened } from '#sql/testing/open-store.ts';
import { type Operations, operations, ORDER, userOf } from './testing/operations.ts';

const context = {
  requestId: 'r',
  address: '192.0.2.1',
  source: '192.0.2.1',
  userAgent: 'Firefox',
  device: 'computer',
} as const;

const claimWith = (token: string, login: string) => ({
  token,
  login,
  displayName: 'First',
  email: `${login}@example.org`,
  password: 'correct horse battery staple',
  // Each from elsewhere: what is shown here is the link's own limit.
  context: { ...context, source: `source of ${login}` },
});

const newLink = async (all: Operations): Promise<string> => {
  const outcome = await all.link(ORDER);
  assert.ok(outcome.kind === 'created');
  assert.match(outcome.link, /^https:\/\/x\.example\/bootstrap#[A-Za-z0-9_-]{43}$/);
  assert.deepEqual(outcome.expiresAt, later(24 * 60 * MINUTE));
  return outcome.link.split('#')[1] ?? '';
};

function bootstrapSuite(opened: Opened): void {
  it('L09 one link, many at once: one administrator, who must set up a second step', async () => {
    const all = operations(opened.database());
    const token = await newLink(all);
    assert.deepEqual(await all.claim(claimWith('wrong', 'mallory')), { kind: 'refused' });
    const weak = { ...claimWith(token, 'first'), password: 'password1234567' };
    assert.deepEqual(await all.claim(weak), { kind: 'password-unacceptable' });

    const outcomes = await Promise.all(
      Array.from({ length: 20 }, (_, n) => all.claim(claimWith(token, `first-${n}`))),
    );
    const claimed = outcomes.filter(({ kind }) => kind === 'claimed');
    assert.equal(claimed.length, 1);
    assert.equal(await all.database.stores.users.countAdministrators(), 1);
    const [first] = claimed;
    assert.ok(first?.kind === 'claimed');
    const user = await userOf(all, first.userId);
    assert.deepEqual([user.role, user.state], ['owner', 'enabled']);
    assert.deepEqual(decideRequirement(user, [], NOW), { kind: 'set-up' });
    assert.deepEqual(await all.link(ORDER), { kind: 'has-administrator' });
    assert.deepEqual(await all.claim(claimWith(token, 'again')), { kind: 'refused' });
    assert.equal(await all.database.stores.users.findByLoginKey('again'), undefined);
  });
}

forEachDatabase('bootstrap', bootstrapSuite);

function twoLinksSuite(opened: Opened): void {
  it('L09 two links, both at once: one administrator, 20 times', async () => {
    const all = operations(opened.database());
    const { transact, stores } = all.database;
    for (let round = 0; round < 20; round += 1) {
      const tokens = [await newLink(all), await newLink(all)];
      const outcomes = await Promise.all(
        tokens.map((token, n) => all.claim(claimWith(token, `pair-${round}-${n}`))),
      );
      const claimed = outcomes.filter((outcome) => outcome.kind === 'claimed');
      assert.equal(claimed.length, 1);
      assert.equal(await stores.users.countAdministrators(), 1);
      const [{ userId } = assert.fail()] = claimed;
      await transact('fact', (tx) => tx.users.change(userId, { active: false }));
    }
  });
}

forEachDatabase('bootstrap with two links', twoLinksSuite);
