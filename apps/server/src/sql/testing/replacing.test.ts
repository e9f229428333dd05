import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { AuthenticatorId } from '#domain/ids.ts';
import { addAuthenticator, addUser, newAuthenticator, newBinding, NOW } from './fixtures.ts';
import { forEachDatabase } from './open-store.ts';

forEachDatabase('apps that are moved', ({ database }) => {
  it('takes the place of the app that it replaces, of this person and while it is there', async () => {
    const [userId, other] = [await addUser(database()), await addUser(database())];
    const [old, kept, theirs] = [
      await addAuthenticator(database(), newBinding(userId)),
      await addAuthenticator(database(), newBinding(userId)),
      await addAuthenticator(database(), newBinding(other)),
    ];
    const move = (replaces: AuthenticatorId) => {
      const binding = newBinding(userId, { replaces });
      return database().transact('fact', async (tx) => {
        await tx.bindings.insert(binding);
        assert.equal((await tx.bindings.find(binding.id))?.replaces, replaces);
        await tx.bindings.advance(binding.id, 'confirmed', NOW);
        const authenticator = newAuthenticator(userId, { kind: 'totp' });
        const { kind } = await tx.authenticators.bind(binding.id, authenticator);
        return { kind, id: authenticator.id };
      });
    };
    const moved = await move(old);
    assert.equal(moved.kind, 'bound');
    assert.equal((await move(old)).kind, 'replaced-is-gone');
    assert.equal((await move(theirs)).kind, 'replaced-is-gone');
    const idsOf = async (id: typeof userId) =>
      (await database().stores.authenticators.list(id)).map((one) => one.id).toSorted();
    assert.deepEqual(await idsOf(userId), [kept, moved.id].toSorted());
    assert.deepEqual(await idsOf(other), [theirs]);
  });
});
