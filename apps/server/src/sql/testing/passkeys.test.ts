import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { NewCredential } from '#domain/challenge.ts';
import type { UserId } from '#domain/ids.ts';
import type { Stores } from '../stores.ts';
import {
  addUser,
  countTrue,
  later,
  MINUTE,
  newAuthenticator,
  newBinding,
  newHash,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

const newCredential = (): NewCredential => ({
  credentialId: newHash(),
  aaguid: '08987058-cadc-4b81-b6e1-30de50dcbe96',
  backedUp: false,
  counter: 0,
  key: { publicKey: 'AAAA', backupEligible: true, transports: ['usb'] },
});

type Binding = { readonly userId: UserId; readonly credential: NewCredential };

async function bindPasskey(tx: Stores, { userId, credential }: Binding) {
  const binding = newBinding(userId, { kind: 'passkey', secret: undefined });
  await tx.bindings.insert(binding);
  const spend = { kind: 'credential', bindingId: binding.id, credential } as const;
  if (!(await tx.authenticators.spend(spend, NOW))) return 'taken';
  await tx.bindings.advance(binding.id, 'confirmed', NOW);
  const authenticator = newAuthenticator(userId, { kind: 'passkey' });
  return (await tx.authenticators.bind(binding.id, authenticator)).kind;
}

const ceremonyStore = ({ database }: Opened) =>
  describe('CeremonyStore', () => {
    it('G01 R13 lets one of fifty spend a ceremony, at the isolation level that we use', async () => {
      const token = newHash();
      const spent = await parallel(50, () =>
        database().transact('fact', (tx) => tx.ceremonies.spend(token, later(MINUTE))),
      );
      assert.equal(countTrue(spent), 1);
    });
  });

const passkeyStore = ({ database }: Opened) =>
  describe('AuthenticatorStore, passkeys', () => {
    it('binds a passkey to one account, of two that take it at once', async () => {
      const credential = newCredential();
      const users = [await addUser(database()), await addUser(database())];
      const bound = await Promise.all(
        users.map((userId) =>
          database().transact('fact', (tx) => bindPasskey(tx, { userId, credential })),
        ),
      );
      const { authenticators } = database().stores;
      const passkey = await authenticators.findPasskey(credential.credentialId);
      assert.ok(passkey);
      assert.equal(bound.filter((outcome) => outcome === 'bound').length, 1);
      const { credentialId, aaguid, counter, key } = credential;
      const { id, userId } = passkey;
      assert.deepEqual(passkey, { id, userId, credentialId, aaguid, counter, key });
      assert.deepEqual(await authenticators.passkeysOf(userId), [passkey]);
      const [other] = users.filter((user) => user !== userId);
      assert.deepEqual(await authenticators.passkeysOf(other ?? userId), []);
      const [listed] = await authenticators.list(userId);
      assert.deepEqual(listed?.passkey, { aaguid, backedUp: false });
      const again = await database().transact('fact', (tx) =>
        bindPasskey(tx, { userId, credential }),
      );
      assert.equal(again, 'taken');
    });

    it('spends a signature whose counter grows, or one of a key that does not count', async () => {
      const userId = await addUser(database());
      const credential = newCredential();
      await database().transact('fact', (tx) => bindPasskey(tx, { userId, credential }));
      const { authenticators } = database().stores;
      const [passkey] = await authenticators.passkeysOf(userId);
      assert.ok(passkey);
      const spend = (counter: number, backedUp = false) =>
        database().transact('fact', (tx) =>
          tx.authenticators.spend(
            { kind: 'assertion', authenticatorId: passkey.id, counter, backedUp },
            later(1),
          ),
        );
      assert.deepEqual([await spend(0), await spend(0)], [true, true]);
      assert.deepEqual(
        [await spend(7, true), await spend(7), await spend(0)],
        [true, false, false],
      );
      const [listed] = await authenticators.list(userId);
      assert.deepEqual(listed?.lastUsedAt, later(1));
      assert.equal(listed?.passkey?.backedUp, true);
    });
  });

forEachDatabase('stores of passkeys', (opened) => {
  void ceremonyStore(opened);
  void passkeyStore(opened);
});
