import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Switches } from '../harness/software-authenticator.ts';
import { assertionFor } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeHolders } from '../harness/world/holders.ts';
import { wrongCode } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
/** The root of the test vectors of W3C WebAuthn Level 3 section 16: a maker that makes nothing. */
const { attestationRoot } = JSON.parse(
  readFileSync(
    new URL(
      '../../apps/server/src/authenticators/passkey/testing/webauthn-3-vectors.json',
      import.meta.url,
    ),
    'utf8',
  ),
);
const ROOT_OF_NOBODY = `-----BEGIN CERTIFICATE-----
${Buffer.from(attestationRoot, 'hex').toString('base64')}
-----END CERTIFICATE-----
`;

const AAGUID = '08987058-cadc-4b81-b6e1-30de50dcbe96';
const BLOCKED = 'bada5566-a7aa-401f-bd96-45619a55120d';

forEachStore((store) => {
  let world: World;
  before(async () => {
    const passkeys = {
      allowed: [],
      blocked: [BLOCKED],
      deviceBoundOnly: false,
      attestationRootsFile: undefined,
    };
    world = await makeWorld(store, { config: { passkeys } });
  });
  after(() => world.close());

  const holders = makeHolders(() => world);

  it('G05 algorithms and makes are looked at here, whatever the browser was told', async () => {
    const person = await holders.make({});
    const browser = await holders.signedIn(person);
    const es384 = await holders.add(browser, { wanted: { algorithm: 'ES384' } });
    assert.equal(es384.answer.status, 401);
    const blocked = await holders.add(browser, { wanted: { aaguid: BLOCKED } });
    assert.equal(blocked.answer.status, 401);
    assert.deepEqual(await holders.refusalsOf(person), [
      'webauthn.policy_refused algorithm_refused',
      'webauthn.policy_refused authenticator_refused',
    ]);
  });

  it('G05 G08 where a maker must vouch and no copies are allowed, others are refused', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'proofup-roots-'));
    const attestationRootsFile = path.join(folder, 'roots.pem');
    writeFileSync(attestationRootsFile, ROOT_OF_NOBODY);
    const passkeys = { allowed: [], blocked: [], deviceBoundOnly: true, attestationRootsFile };
    const strict = await makeWorld(store, { config: { passkeys } });
    try {
      const people = makeHolders(() => strict);
      const person = await strict.person({ login: 'strict', apps: 1 });
      const browser = strict.browser();
      await browser.signIn(person);
      const { value } = await browser.call('bindPasskey', { body: {} });
      assert.equal(value.publicKey.attestation, 'direct');
      const switches = [{}, { attestation: 'packed-self' as const }, { backupEligible: true }];
      for (const switched of switches) {
        assert.equal((await people.add(browser, { switched })).answer.status, 401);
      }
      assert.deepEqual(await people.refusalsOf(person), [
        'webauthn.policy_refused attestation_refused',
        'webauthn.policy_refused attestation_refused',
        'webauthn.policy_refused not_device_bound',
      ]);
    } finally {
      await strict.close();
      rmSync(folder, { recursive: true });
    }
  });

  it('G06 a counter that does not grow is refused, and an alarm', async () => {
    const person = await holders.make({});
    const browser = await holders.signedIn(person);
    const kept = await holders.counterOf(person);
    assert.equal(kept, 2);
    for (const counter of [2, 1]) {
      const second = await world.browser().signInByBoth(person, { counter });
      assert.equal(second.status, 401);
      const alone = await world.browser().signInByPasskey(person.passkeys[0], { counter });
      assert.equal(alone.status, 401);
    }
    assert.equal(await holders.counterOf(person), kept);
    assert.deepEqual(
      await holders.refusalsOf(person),
      Array.from({ length: 4 }, () => 'webauthn.counter_regressed counter_regressed'),
    );
    assert.equal((await browser.call('getSession')).status, 200);
    assert.equal((await world.browser().signInByBoth(person, { counter: 9 })).status, 200);
    assert.equal(await holders.counterOf(person), 9);
  });

  it('G08 whether a passkey can be copied never changes; whether it is, is noted', async () => {
    const [bound, synced] = [await holders.make({}), await holders.make({ backupEligible: true })];
    const flips: readonly (readonly [Person, Partial<Switches>])[] = [
      [bound, { backupEligible: true }],
      [bound, { backedUp: true }],
      [synced, { backupEligible: false }],
    ];
    for (const [person, switched] of flips) {
      assert.equal((await world.browser().signInByBoth(person, switched)).status, 401);
    }
    assert.deepEqual(
      [...(await holders.refusalsOf(bound)), ...(await holders.refusalsOf(synced))],
      [
        'webauthn.policy_refused backup_eligibility_changed',
        'webauthn.policy_refused backed_up_but_not_eligible',
        'webauthn.policy_refused backup_eligibility_changed',
      ],
    );
    const browser = world.browser();
    assert.equal((await browser.signInByBoth(synced, { backedUp: true })).status, 200);
    const { methods } = (await browser.call('getSecurityInfo')).value;
    assert.equal(methods.find(({ kind }) => kind === 'passkey')?.passkey?.synced, true);
  });

  it('D15 ten passkeys and no more; of those begun and not finished one is left', async () => {
    const person = await holders.make({});
    const browser = await holders.signedIn(person);
    for (let n = 1; n < 10; n += 1) {
      assert.equal((await holders.add(browser)).answer.status, 200);
    }
    for (let n = 0; n < 3; n += 1) {
      const { problem } = await browser.call('bindPasskey', { body: {} });
      assert.equal(problem?.code, 'limit_reached');
    }
    const rows = await rowsOf(world.database, 'binding');
    const own = rows.filter((row) => row['user_id'] === person.id && row['state'] === 'pending');
    assert.equal(own.length, 0);
    const { methods } = (await browser.call('getSecurityInfo')).value;
    assert.equal(methods.filter(({ kind }) => kind === 'passkey').length, 10);
  });

  it('a passkey is bound once, to whatever account', async () => {
    const [first, second] = [await holders.make({}), await holders.make({})];
    const authenticator = first.passkeys[0];
    for (const person of [first, second]) {
      const browser = await holders.signedIn(person);
      const { value } = await browser.call('bindPasskey', { body: {} });
      const output = authenticator?.register(value.publicKey);
      const params = { bindingId: value.binding.id };
      const answer = await browser.call('confirmBinding', { params, body: { output } });
      assert.equal(answer.problem?.code, 'code_already_used');
    }
    const rows = await rowsOf(world.database, 'authenticator');
    const owners = rows.filter((row) => row['credential_id'] === authenticator?.credentialId);
    assert.deepEqual(
      owners.map((row) => row['user_id']),
      [first.id],
    );
  });

  it('is named after its maker, renamed, listed and deleted', async () => {
    const person = await world.person({ login: 'namer', apps: 1 });
    const browser = world.browser();
    await browser.signIn(person);
    const { answer } = await holders.add(browser, { wanted: { aaguid: AAGUID } });
    assert.equal(answer.status, 200, answer.text);
    const find = async () => {
      const { methods } = (await browser.call('getSecurityInfo')).value;
      return methods.find(({ kind }) => kind === 'passkey');
    };
    const method = await find();
    assert.equal(method?.name, 'Windows Hello');
    assert.deepEqual(method?.passkey, { provider: 'Windows Hello', synced: false });
    const params = { methodId: method?.id ?? '' };
    // The session has proved what the account asks for now: nobody is asked again at once.
    const renamed = await browser.call('renameMethod', { params, body: { name: 'Laptop' } });
    assert.equal(renamed.status, 200, renamed.text);
    assert.equal((await find())?.name, 'Laptop');
    assert.equal((await browser.call('removeMethod', { params })).status, 200);
    assert.equal(await find(), undefined);
  });

  it('B10 a passkey that confirmed a binding signs nobody in with the same answer', async () => {
    const person = await holders.make({});
    const browser = await holders.signedIn(person);
    const { output, answer } = await holders.add(browser);
    assert.equal(answer.status, 200);
    const elsewhere = world.browser();
    const begun = await elsewhere.begin(person);
    assert.equal((await elsewhere.verify(begun, output)).status, 401);
  });

  it('D02 with a passkey bound, changes ask for it: a phone or an app code does not do', async () => {
    const person = await world.person({
      login: 'stolen',
      apps: 1,
      passkeys: [{}],
      recoveryCodes: 2,
      prefers: 'totp',
    });
    const browser = world.browser();
    await browser.signIn(person);
    const [passkey] = person.passkeys;
    const params = { methodId: passkey?.id ?? '' };
    const changes = [
      () => browser.call('bindApp', { body: {} }),
      () => browser.call('bindPasskey', { body: {} }),
      () => browser.call('removeMethod', { params }),
    ];
    for (const change of changes) {
      assert.equal((await change()).problem?.code, 'step_up_required');
    }
    const { value } = await browser.call('beginStepUp', { body: {} });
    assert.deepEqual(
      value.options.map(({ type }) => type),
      ['passkey', 'saved-recovery-code'],
    );
    // A code typed in the place of the passkey is no assertion.
    assert.equal((await browser.verify(value, person.code())).status, 401);
    const done = await browser.verify(value, assertionFor(person, value));
    assert.equal(done.status, 200, done.text);
    assert.equal((await browser.call('bindApp', { body: {} })).status, 201);
  });

  it('A08 an app that 50 wrong codes switched off leaves the passkey alone, which brings it back', async () => {
    const person = await holders.make({});
    for (let n = 0; n < 50; n += 1) {
      const browser = world.browser();
      const { value } = await browser.choose(await browser.begin(person), 'totp');
      assert.equal((await browser.verify(value, wrongCode(world, person))).status, 401);
      world.clock.advance(61 * MINUTE);
    }
    const disabled = await world.audit('factor.disabled');
    assert.equal(disabled.filter(({ actor }) => actor?.id === person.id).length, 1);
    const offered = await world.browser().begin(person);
    assert.deepEqual(
      offered.options.map(({ type }) => type),
      ['passkey'],
    );
    assert.equal((await world.browser().signInByPasskey(person.passkeys[0])).status, 200);
    const back = await world.browser().begin(person);
    assert.ok(back.options.some(({ type }) => type === 'totp'));
  });
}, prepareDatabase);
