import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addUser,
  countTrue,
  later,
  MINUTE,
  newId,
  newProofRequest,
  newRelyingParty,
  newSigningKey,
  newSignIn,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

const relyingPartyStore = ({ database }: Opened) =>
  describe('RelyingPartyStore', () => {
    it('keeps one of a name, and one of a tenant under a client ID', async () => {
      const party = newRelyingParty();
      const insert = (given: typeof party) =>
        database().transact('fact', (tx) => tx.relyingParties.insert(given));
      assert.equal(await insert(party), true);
      assert.equal(await insert({ ...newRelyingParty(), name: party.name }), false);
      const { clientId, tenantId } = party;
      assert.equal(await insert(newRelyingParty({ clientId, tenantId })), false);
      const twin = newRelyingParty({ clientId });
      assert.equal(await insert(twin), true);
      const { relyingParties } = database().stores;
      assert.deepEqual(await relyingParties.find(party.id), party);
      assert.deepEqual(await relyingParties.findByName(party.name), party);
      assert.equal((await relyingParties.listByClientId(clientId)).length, 2);
      assert.ok((await relyingParties.list()).some(({ id }) => id === twin.id));
    });

    it('goes with its links and requests', async () => {
      const userId = await addUser(database());
      const party = newRelyingParty();
      const link = { relyingPartyId: party.id, subject: 'kim', userId, linkedAt: NOW };
      const request = newProofRequest(link);
      await database().transact('fact', async (tx) => {
        await tx.relyingParties.insert(party);
        await tx.links.link(link);
        await tx.proofRequests.insert(request);
      });
      const remove = () => database().transact('fact', (tx) => tx.relyingParties.remove(party.id));
      assert.deepEqual([await remove(), await remove()], [true, false]);
      assert.equal(await database().stores.links.find(party.id, 'kim'), undefined);
      assert.equal(await database().stores.proofRequests.findFor(request.signInId), undefined);
    });
  });

const linkStore = ({ database }: Opened) =>
  describe('LinkStore', () => {
    it('ties one person to one account, and no other to either', async () => {
      const [ada, bob] = [await addUser(database()), await addUser(database())];
      const party = newRelyingParty();
      await database().transact('fact', (tx) => tx.relyingParties.insert(party));
      const link = (subject: string, userId: typeof ada) =>
        database().transact('fact', (tx) =>
          tx.links.link({ relyingPartyId: party.id, subject, userId, linkedAt: NOW }),
        );
      const unlink = () => database().transact('fact', (tx) => tx.links.unlink(party.id, ada));
      assert.deepEqual(
        [await link('ada', ada), await link('ada', bob), await link('eve', ada)],
        [true, false, false],
      );
      const { links } = database().stores;
      assert.equal(await links.find(party.id, 'ada'), ada);
      assert.equal(await links.subjectOf(party.id, ada), 'ada');
      assert.deepEqual([await unlink(), await unlink()], [true, false]);
      assert.equal(await link('eve', ada), true);
    });
  });

const ask = async ({ database }: Pick<Opened, 'database'>) => {
  const userId = await addUser(database());
  const party = newRelyingParty();
  const request = newProofRequest({ relyingPartyId: party.id, userId });
  const inserted = await database().transact('attempt', async (tx) => {
    await tx.relyingParties.insert(party);
    return tx.proofRequests.insert(request);
  });
  assert.equal(inserted, true);
  return { party, request };
};

const proofRequestStore = ({ database }: Opened) =>
  describe('ProofRequestStore', () => {
    it('takes a request once, and knows who asked', async () => {
      const { party, request } = await ask({ database });
      const again = { ...request, signInId: newId() };
      const insert = () => database().transact('attempt', (tx) => tx.proofRequests.insert(again));
      assert.equal(await insert(), false);
      const { proofRequests } = database().stores;
      assert.equal(await proofRequests.findFor(again.signInId), undefined);
      assert.equal(await proofRequests.askedBy(request.signInId), party.name);
      const expected = { ...request, state: 'open', method: undefined, provenAt: undefined };
      assert.deepEqual(await proofRequests.findFor(request.signInId), expected);
    });

    it('is proved once and in its time, and answered once, by whoever comes first', async () => {
      const { request } = await ask({ database });
      const prove = (now = NOW) =>
        database().transact('fact', (tx) => tx.proofRequests.prove(request.signInId, 'text', now));
      const answer = (from: 'open' | 'proven') =>
        database().transact('fact', (tx) => tx.proofRequests.answer(request.signInId, from));
      assert.equal(await prove(later(10 * MINUTE)), false);
      assert.equal(countTrue(await parallel(10, () => prove())), 1);
      assert.equal(await answer('open'), false);
      assert.equal(countTrue(await parallel(10, () => answer('proven'))), 1);
      const stored = await database().stores.proofRequests.findFor(request.signInId);
      assert.deepEqual([stored?.state, stored?.method], ['answered', 'text']);
    });

    it('a sign-in for a relying party keeps what may prove it', async () => {
      const accepts = ['text', 'totp'] as const;
      const signIn = newSignIn(await addUser(database()), { purpose: 'relying-party', accepts });
      await database().transact('attempt', (tx) => tx.signIns.insert(signIn));
      const { tokenHash: _, ...expected } = signIn;
      assert.deepEqual(await database().stores.signIns.find(signIn.id), expected);
    });
  });

const signingKeyStore = ({ database }: Opened) =>
  describe('SigningKeyStore', () => {
    it('of two that are made at once one is kept, and its predecessor retires', async () => {
      const add = (key: ReturnType<typeof newSigningKey>) =>
        database().transact('fact', (tx) => tx.signingKeys.add(key));
      const first = newSigningKey(1);
      assert.equal(await add(first), true);
      const seconds = await parallel(5, () => add(newSigningKey(2)));
      assert.equal(countTrue(seconds), 1);
      const { signingKeys } = database().stores;
      const keys = await signingKeys.list('entra');
      assert.deepEqual(await signingKeys.list('oidc'), []);
      assert.deepEqual(
        keys.map(({ ordinal, retiresAt }) => [ordinal, retiresAt]),
        [
          [1, later(MINUTE)],
          [2, undefined],
        ],
      );
      const secret = await signingKeys.secretOf(first.id);
      assert.deepEqual(secret && Buffer.from(secret), first.privateKey);
    });
  });

forEachDatabase('relying parties', (opened) => {
  void relyingPartyStore(opened);
  void linkStore(opened);
  void proofRequestStore(opened);
  void signingKeyStore(opened);
});
