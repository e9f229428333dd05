import assert from 'node:assert/strict';
import { fillGroups } from './group-fixtures.ts';
import type { ChallengeId, UserId } from '#domain/ids.ts';
import type { Database } from '../open-database.ts';
import type { Stores } from '../stores.ts';
import {
  addAuthenticator,
  addChallenge,
  later,
  MINUTE,
  newAlert,
  newAlertTarget,
  newAppPassword,
  newApplication,
  newArtifact,
  newAuthenticator,
  newBinding,
  newCase,
  newExport,
  newHash,
  newMessage,
  newPhoneBinding,
  newProofRequest,
  newRelyingParty,
  newRememberedBrowser,
  newSession,
  newSigningKey,
  NOW,
} from './fixtures.ts';
import { newHardwareToken, newImportRun } from './people-fixtures.ts';
import { newApproval, newBypass, newCallerCheck } from './help-fixtures.ts';

const ROOM = { keep: 5, replaces: undefined };

/** Something in every table. */
export async function fill(database: Database): Promise<void> {
  const { userId, challenge } = await addChallenge(database);
  await addAuthenticator(database, newPhoneBinding(userId, '+14255550100'));
  await database.transact('fact', async (tx) => {
    await tx.authenticators.insertCodes(
      newAuthenticator(userId, { kind: 'saved-recovery-codes', codeHashes: ['a', 'b'] }),
    );
    await tx.bindings.insert(newBinding(userId));
    await tx.sessions.insert(newSession(userId));
    const seen = { now: NOW, vouchesFrom: NOW };
    await tx.knownBrowsers.remember(newHash(), userId, seen);
    await tx.knownNetworks.remember(newHash(), userId, seen);
    await tx.rememberedBrowsers.insert(newRememberedBrowser(userId), ROOM);
    await tx.appPasswords.insert(newAppPassword(userId), 40);
    await tx.ceremonies.spend(newHash(), later(MINUTE));
    await tx.throttles.reserve([{ kind: 'second-step', subject: userId, cause: 'x' }], NOW);
    await tx.throttles.reserve([{ kind: 'sends-source', subject: newHash() }], NOW);
    await tx.outbox.enqueue(newMessage(userId));
    await tx.audit.append([{ event: 'mfa.success', outcome: 'success', detail: { n: 1 } }], NOW);
    await tx.auditChain.seal([], { seq: 0, hash: 'h', signature: 's', sealedAt: NOW }, undefined);
    const counted = { day: '2025-01-01', event: 'mfa.success', outcome: 'success', count: 2 };
    await tx.auditRetention.forget([counted], { seq: 0, hash: 'h', signature: 's' }, undefined);
    await tx.bootstrap.insert(newHash(), later(MINUTE));
    await tx.freezeTokens.insert({
      tokenHash: newHash(),
      userId,
      authenticatorId: undefined,
      about: 'method-added',
      expiresAt: later(7 * 24 * 60 * MINUTE),
    });
    await tx.cases.open(newCase({ note: 'Hëlp' }));
    await fillHelp(tx, userId);
    await tx.resetTokens.issue({ tokenHash: newHash(), userId, expiresAt: later(MINUTE) });
    await tx.meta.set('key', 'välue');
    const party = newRelyingParty();
    await tx.relyingParties.insert(party);
    const link = { relyingPartyId: party.id, subject: 'somebody', userId, linkedAt: NOW };
    await tx.links.link(link);
    await tx.proofRequests.insert(newProofRequest(link));
    await tx.signingKeys.add(newSigningKey(1));
    const application = newApplication();
    await tx.applications.insert(application);
    await tx.applications.agree(userId, application.id, ['openid']);
    await tx.artifacts.save(newArtifact({ userId, applicationId: application.id }));
    await fillDevices(tx, userId, challenge.id);
    await fillAlerts(tx);
    await fillReports(tx, userId);
    await fillPeople(tx, userId);
    await fillKeys(tx, userId);
    await fillGroups(tx, userId);
    await fillRollOut(tx, userId);
  });
}

async function fillPeople(tx: Stores, userId: UserId): Promise<void> {
  await tx.imports.insert(newImportRun(userId));
  await tx.hardwareTokens.insert(newHardwareToken({ userId }));
  const which = { message: 'call.goodbye', language: 'en-US' } as const;
  await tx.voice.setSound(which, { bytes: Buffer.from('x'), mediaType: 'audio/wav', seconds: 1 });
  await tx.brands.setLogo({ bytes: Buffer.from('x'), mediaType: 'image/png' });
}

/** Something put off, somebody reminded, and what was counted. */
async function fillRollOut(tx: Stores, userId: UserId): Promise<void> {
  const about = 'campaign:passkey';
  await tx.postponements.add({ userId, about, until: later(MINUTE), most: undefined, now: NOW });
  const day = NOW.toISOString().slice(0, 10);
  const reminder = { userId, at: NOW, cause: 'by-hand', by: 'boss' } as const;
  await tx.rollOut.addReminder({ ...reminder, day, about: 'by-hand' });
  const coverage = { none: 0, phone: 1, app: 0, passkey: 0 };
  await tx.rollOut.keep({ day, groupId: undefined, coverage, countedAt: NOW });
}

/** A key of a program, a call of it, and what was answered. */
async function fillKeys(tx: Stores, madeBy: UserId): Promise<void> {
  const name = 'hr-import';
  await tx.apiKeys.insert({
    name,
    hash: newHash(),
    scopes: ['users.read'],
    returnUrls: [],
    callsPerMinute: 600,
    madeBy,
    createdAt: NOW,
    expiresAt: later(90 * 24 * 60 * MINUTE),
  });
  await tx.apiKeys.countCall(name, { now: NOW, perMs: MINUTE });
  const call = { fingerprint: newHash(), begunAt: NOW, expiresAt: later(24 * 60 * MINUTE) };
  await tx.apiReplies.begin('reply', call);
  await tx.apiReplies.finish('reply', { status: 200, body: '{}' });
}

/** What the help desk has begun. */
async function fillHelp(tx: Stores, userId: UserId): Promise<void> {
  await tx.approvals.insert(newApproval(userId));
  await tx.callerChecks.insert(newCallerCheck(userId));
  await tx.bypasses.insert(newBypass(userId));
}

/** A file with one part, and a message that was counted. */
async function fillReports(tx: Stores, userId: UserId): Promise<void> {
  const one = newExport({ userId });
  await tx.exports.insert(one, 5);
  const begun = await tx.exports.find(one.id);
  assert.ok(begun);
  const done = { state: 'done', lines: 1, percent: 100, parts: 1, place: undefined } as const;
  assert.ok(await tx.exports.advance(begun, done, 'a line'));
  const message = { at: NOW, provider: 'a', kind: 'text', country: 'US' } as const;
  await tx.messageCounts.add(message, 'sent');
}

/** Somebody who is told, what they were told, and how far the log was read for it. */
async function fillAlerts(tx: Stores): Promise<void> {
  const target = newAlertTarget();
  await tx.alerts.addTarget(target);
  await tx.alerts.record(newAlert(target.id));
  await tx.alerts.count('many-clears', NOW, MINUTE);
  assert.ok(await tx.alerts.move(undefined, 0));
}

/** A device on its way, and a request put to one. */
async function fillDevices(tx: Stores, userId: UserId, asked: ChallengeId): Promise<void> {
  const binding = newBinding(userId, { kind: 'device' });
  await tx.bindings.insert(binding);
  const { id: bindingId, expiresAt } = binding;
  const [bound] = await tx.authenticators.list(userId);
  assert.ok(bound);
  await tx.devices.openMove(bound.id, { codeHash: newHash(), expiresAt });
  const subscription = { endpoint: 'https://push.example/1', p256dh: 'x', auth: 'y' };
  await tx.devices.subscribe(bound.id, { subscription, subscriptionHash: newHash(), now: NOW });
  await tx.devices.addActivation({ codeHashes: [newHash()], bindingId, expiresAt });
  await tx.devices.recordOrigin(asked, { address: '198.51.100.7', userAgent: 'Firefox' });
}
