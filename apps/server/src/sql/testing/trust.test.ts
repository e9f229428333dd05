import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { NewRememberedBrowser } from '#sessions/ports.ts';
import {
  addUser,
  countTrue,
  later,
  MINUTE,
  newAppPassword,
  newHash,
  newId,
  newRememberedBrowser,
  newSession,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

const browserSuite = ({ database }: Opened): void => {
  const insert = (browser: NewRememberedBrowser, replaces?: string) =>
    database().transact('fact', (tx) =>
      tx.rememberedBrowsers.insert(browser, { keep: 5, replaces }),
    );
  const listOf = (userId: NewRememberedBrowser['userId']) =>
    database().stores.rememberedBrowsers.list(userId);
  const use = (browser: NewRememberedBrowser, now = NOW) =>
    database().transact('fact', (tx) => tx.rememberedBrowsers.use(browser.id, now));

  it('D15 keeps the newest five, also of many at once', async () => {
    const userId = await addUser(database());
    for (let n = 0; n < 8; n += 1) {
      const gone = await insert(newRememberedBrowser(userId, { createdAt: later(n) }));
      assert.equal(gone, n < 5 ? 0 : 1);
    }
    const kept = (await listOf(userId)).map(({ createdAt }) => createdAt.getTime());
    assert.deepEqual(
      kept,
      [7, 6, 5, 4, 3].map((n) => later(n).getTime()),
    );
    await parallel(20, (n) => insert(newRememberedBrowser(userId, { createdAt: later(10 + n) })));
    assert.equal((await listOf(userId)).length, 5);
  });

  it('takes the place of the one that the same browser had for the same user', async () => {
    const [userId, other] = [await addUser(database()), await addUser(database())];
    const [mine, theirs] = [newRememberedBrowser(userId), newRememberedBrowser(other)];
    await insert(mine);
    await insert(theirs);
    await insert(newRememberedBrowser(userId), mine.tokenHash);
    await insert(newRememberedBrowser(userId), theirs.tokenHash);
    assert.equal((await listOf(userId)).length, 2);
    assert.equal((await listOf(other)).length, 1);
    assert.equal(
      await database().stores.rememberedBrowsers.findByTokenHash(mine.tokenHash),
      undefined,
    );
  });

  it('C14 is used only while it is there, has not expired, and of a plain user', async () => {
    const userId = await addUser(database());
    const browser = newRememberedBrowser(userId);
    await insert(browser);
    assert.ok(await use(browser, later(MINUTE)));
    const [used] = await listOf(userId);
    assert.deepEqual(used?.lastUsedAt, later(MINUTE));
    assert.ok(!(await use(browser, browser.expiresAt)));
    const administrator = newRememberedBrowser(
      await addUser(database(), { role: 'administrator' }),
    );
    await insert(administrator);
    assert.ok(!(await use(administrator)));
    const remove = (id: typeof userId) =>
      database().transact('fact', (tx) => tx.rememberedBrowsers.remove(browser.id, id));
    assert.ok(!(await remove(administrator.userId)));
    assert.ok(await remove(userId));
    assert.ok(!(await use(browser)));
  });

  it('C14 ends with the sessions of its user, and nobody else', async () => {
    const [userId, other] = [await addUser(database()), await addUser(database())];
    for (const id of [userId, userId, other]) await insert(newRememberedBrowser(id));
    const ended = await database().transact('fact', async (tx) => {
      await tx.sessions.insert(newSession(userId));
      return tx.sessions.endAllOf(userId, { reason: 'changed', now: NOW });
    });
    assert.deepEqual(ended, { sessions: 1, browsers: 2 });
    assert.equal((await listOf(other)).length, 1);
  });
};

const appPasswordSuite = ({ database }: Opened): void => {
  it('D15 never more than the most, also of many at once', async () => {
    const userId = await addUser(database());
    const made = await parallel(30, () =>
      database().transact('fact', (tx) => tx.appPasswords.insert(newAppPassword(userId), 7)),
    );
    assert.equal(countTrue(made), 7);
    assert.equal((await database().stores.appPasswords.list(userId)).length, 7);
  });

  it('is found by its hash, marked, and deleted by its owner alone', async () => {
    const [userId, other] = [await addUser(database()), await addUser(database())];
    const made = newAppPassword(userId);
    const { appPasswords } = database().stores;
    await database().transact('fact', async (tx) => {
      await tx.appPasswords.insert(made, 40);
      await tx.appPasswords.markUsed(made.id, later(MINUTE));
    });
    const { hash, ...rest } = made;
    const expected = { ...rest, lastUsedAt: later(MINUTE) };
    assert.deepEqual(await appPasswords.findByHash(hash), expected);
    assert.equal(await appPasswords.findByHash(newHash()), undefined);
    const remove = (id: typeof userId) =>
      database().transact('fact', (tx) => tx.appPasswords.remove(made.id, id));
    assert.ok(!(await remove(other)));
    assert.ok(await remove(userId));
    assert.equal(await appPasswords.findByHash(hash), undefined);
    await database().transact('fact', async (tx) => {
      for (const id of [newId(), newId()]) {
        await tx.appPasswords.insert(newAppPassword(userId, { id }), 40);
      }
      assert.equal(await tx.appPasswords.removeAllOf(other), 0);
      assert.equal(await tx.appPasswords.removeAllOf(userId), 2);
    });
  });
};

forEachDatabase('remembered browsers', browserSuite);
forEachDatabase('app passwords', appPasswordSuite);
