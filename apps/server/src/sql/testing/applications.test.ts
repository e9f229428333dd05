import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  addUser,
  countTrue,
  later,
  MINUTE,
  newApplication,
  newArtifact,
  newHash,
  newSession,
  NOW,
  parallel,
} from './fixtures.ts';
import { forEachDatabase, type Opened } from './open-store.ts';

const applicationStore = ({ database }: Opened) =>
  describe('ApplicationStore', () => {
    it('keeps one of a name, with all that is known of it', async () => {
      const application = newApplication({ collection: 'Daily' });
      const insert = (given: typeof application) =>
        database().transact('fact', (tx) => tx.applications.insert(given));
      assert.equal(await insert(application), true);
      assert.equal(await insert(newApplication({ name: application.name })), false);
      const { applications } = database().stores;
      assert.deepEqual(await applications.findByClientId(application.clientId), application);
      assert.deepEqual(await applications.findByName(application.name), application);
      const replaced = await database().transact('fact', (tx) =>
        tx.applications.replaceSecret(application.id, 'another'),
      );
      assert.equal(replaced, true);
      const { secretHash } = (await applications.findByName(application.name)) ?? {};
      assert.equal(secretHash, 'another');
    });

    it('remembers what a person agreed to, and when they came last', async () => {
      const [application, userId] = [newApplication(), await addUser(database())];
      await database().transact('fact', async (tx) => {
        await tx.applications.insert(application);
        await tx.applications.markUsed(userId, application.id, NOW);
        await tx.applications.agree(userId, application.id, ['openid', 'email']);
        await tx.applications.markUsed(userId, application.id, later(MINUTE));
      });
      const { applications } = database().stores;
      assert.deepEqual(await applications.consentOf(userId, application.id), ['openid', 'email']);
      assert.deepEqual(
        await applications.usesOf(userId),
        new Map([[application.id, later(MINUTE)]]),
      );
      const other = await addUser(database());
      assert.deepEqual(await applications.consentOf(other, application.id), []);
    });

    it('goes with everything that was issued to it', async () => {
      const [application, userId] = [newApplication(), await addUser(database())];
      const artifact = newArtifact({ applicationId: application.id, userId });
      await database().transact('fact', async (tx) => {
        await tx.applications.insert(application);
        await tx.applications.markUsed(userId, application.id, NOW);
        await tx.artifacts.save(artifact);
      });
      await database().transact('fact', (tx) => tx.applications.remove(application.id));
      const { artifacts } = database().stores;
      assert.equal(await artifacts.find(artifact.kind, artifact.hash, NOW), undefined);
    });
  });

const artifactStore = ({ database }: Opened) => {
  const save = (artifact: ReturnType<typeof newArtifact>) =>
    database().transact('fact', (tx) => tx.artifacts.save(artifact));
  const find = ({ kind, hash }: ReturnType<typeof newArtifact>) =>
    database().stores.artifacts.find(kind, hash, NOW);
  return describe('ArtifactStore', () => {
    it('of many that consume one at once, one does', async () => {
      const artifact = newArtifact();
      await save(artifact);
      const { kind, hash } = artifact;
      const consumed = await parallel(20, () =>
        database().transact('fact', (tx) => tx.artifacts.consume(kind, hash, NOW)),
      );
      assert.equal(countTrue(consumed), 1);
      // Saving it again does not bring it back.
      await save(artifact);
      assert.deepEqual((await find(artifact))?.consumedAt, NOW);
    });

    it('finds nothing of a session that was ended, or of an account that is off', async () => {
      const userId = await addUser(database());
      const session = newSession(userId);
      await database().transact('fact', (tx) => tx.sessions.insert(session));
      const artifact = newArtifact({ userId, sessionId: session.id });
      await save(artifact);
      assert.ok(await find(artifact));
      const blocked = { blockedUntil: later(MINUTE) };
      await database().transact('fact', (tx) => tx.users.change(userId, blocked));
      assert.equal(await find(artifact), undefined);
      await database().transact('fact', (tx) => tx.users.change(userId, { blockedUntil: null }));
      assert.ok(await find(artifact));
      await database().transact('fact', (tx) => tx.sessions.end(session.id, 'signed_out', NOW));
      assert.equal(await find(artifact), undefined);
    });

    it('takes back all of a grant, and lists sessions that are over', async () => {
      const userId = await addUser(database());
      const [ended, alive] = [newSession(userId), newSession(userId)];
      const grantHash = newHash();
      const code = newArtifact({ grantHash, userCodeHash: newHash(), userId });
      const noted = [ended, alive].map(({ id }) =>
        newArtifact({ kind: 'Session', sessionId: id, userId }),
      );
      await database().transact('fact', async (tx) => {
        for (const session of [ended, alive]) await tx.sessions.insert(session);
        for (const artifact of [code, ...noted]) await tx.artifacts.save(artifact);
        await tx.sessions.end(ended.id, 'signed_out', NOW);
      });
      const { artifacts } = database().stores;
      const over = await artifacts.listOfEndedSessions('Session', NOW, 100);
      const ours = over.filter(({ sessionId }) => [ended.id, alive.id].includes(sessionId));
      assert.deepEqual(
        ours.map(({ sessionId, wasEnded }) => [sessionId, wasEnded]),
        [[ended.id, true]],
      );
      assert.ok(await artifacts.findByUserCode(code.userCodeHash ?? '', NOW));
      await database().transact('fact', (tx) => tx.artifacts.removeGrant(grantHash));
      assert.equal(await find(code), undefined);
    });
  });
};

forEachDatabase('applications', (opened) => {
  void applicationStore(opened);
  void artifactStore(opened);
});
