import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeSoftwareAuthenticator, type Switches } from '../harness/software-authenticator.ts';
import { type Answer, assertionFor } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeHolders } from '../harness/world/holders.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;

/** An answer without what differs each time. */
const plain = ({ status, problem }: Answer<unknown>): unknown => ({
  status,
  ...problem,
  correlationId: '',
  timestamp: '',
});

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { listening: true });
  });
  after(() => world.close());

  const holders = makeHolders(() => world);

  it('G01 an assertion is good once, for its own challenge, browser and five minutes', async () => {
    const person = await holders.make({});
    const browser = world.browser();
    const begun = await browser.begin(person);
    assert.equal(begun.challenge?.option.type, 'passkey');
    const bytes = Buffer.from(begun.challenge?.publicKey?.challenge ?? '', 'base64url');
    assert.equal(bytes.length, 32);
    const elsewhere = world.browser();
    const other = await elsewhere.begin(person);
    const output = assertionFor(person, begun);
    assert.equal((await elsewhere.verify(other, output)).status, 401, 'another challenge');
    assert.equal((await elsewhere.verify(begun, output)).status, 404, 'another browser');
    assert.equal((await browser.verify(begun, output)).value.state, 'completed');
    const again = world.browser();
    assert.equal((await again.verify(await again.begin(person), output)).status, 401, 'a replay');

    const late = world.browser();
    const waiting = await late.begin(person);
    world.clock.advance(5 * MINUTE);
    const answer = await late.verify(waiting, assertionFor(person, waiting));
    assert.equal(answer.problem?.code, 'challenge_over');
    assert.equal((await holders.refusalsOf(person)).length, 2);
  });

  it('G01 a registration is good once, and no assertion stands in for it', async () => {
    const person = await holders.make({});
    const browser = await holders.signedIn(person);
    const { submit, answer, output } = await holders.add(browser);
    assert.equal(answer.status, 200, answer.text);
    assert.equal((await submit()).problem?.code, 'binding_over');
    const { value } = await browser.call('bindPasskey', { body: {} });
    const params = { bindingId: value.binding.id };
    const replayed = await browser.call('confirmBinding', { params, body: { output } });
    assert.equal(replayed.problem?.code, 'code_rejected');
    const swapped = person.passkeys[0]?.assert(value.publicKey);
    const refused = await browser.call('confirmBinding', { params, body: { output: swapped } });
    assert.equal(refused.problem?.code, 'code_rejected');
    world.clock.advance(5 * MINUTE);
    assert.equal((await browser.call('getBinding', { params })).value.state, 'over');
  });

  it('G01 a ceremony without a name is good once, in its own browser, for five minutes', async () => {
    const person = await holders.make({});
    const [passkey] = person.passkeys;
    const browser = world.browser();
    const { value } = await browser.call('beginPasskey');
    const cookies = new Map(browser.cookies);
    const body = { output: passkey?.assert(value.publicKey) };
    const stranger = world.browser();
    assert.equal((await stranger.call('signInWithPasskey', { body })).status, 401, 'no cookie');
    await stranger.call('beginPasskey');
    assert.equal((await stranger.call('signInWithPasskey', { body })).status, 401, 'another one');
    assert.equal((await browser.call('signInWithPasskey', { body })).status, 200);
    for (const [name, cookie] of cookies) stranger.cookies.set(name, cookie);
    const again = { output: passkey?.assert(value.publicKey) };
    assert.equal((await stranger.call('signInWithPasskey', { body: again })).status, 401, 'twice');

    const late = world.browser();
    const { value: waiting } = await late.call('beginPasskey');
    const held = new Map(late.cookies);
    world.clock.advance(5 * MINUTE);
    for (const [name, cookie] of held) late.cookies.set(name, cookie);
    const output = passkey?.assert(waiting.publicKey);
    assert.equal((await late.call('signInWithPasskey', { body: { output } })).status, 401);
  });

  it('G01 of twenty that spend one ceremony at once, one gets in', async () => {
    // An authenticator that does not count: only the ceremony itself stands in the way.
    const person = await holders.make({ counts: false });
    const browser = world.browser();
    const { value } = await browser.call('beginPasskey');
    const output = person.passkeys[0]?.assert(value.publicKey);
    const [url = ''] = world.nodeUrls;
    const request = browser.barrierRequest('signInWithPasskey', { body: { output } }, url);
    const answers = await par(20, () => request);
    const statuses = answers.map(({ status }) => status);
    assert.equal(statuses.filter((status) => status === 200).length, 1);
    assert.ok(statuses.every((status) => status === 200 || status === 401 || status === 429));
  });

  it('D04 a passkey that was frozen signs nobody in, alone or after the password', async () => {
    const person = await world.person({
      login: 'frozen-passkey',
      passkeys: [{}],
      apps: 1,
      prefers: 'passkey',
    });
    const [passkey] = person.passkeys;
    assert.ok(passkey);
    const waiting = world.browser();
    const { value } = await waiting.call('beginPasskey');
    const second = world.browser();
    const begun = await second.begin(person);
    assert.equal(begun.challenge?.option.type, 'passkey');
    const output = assertionFor(person, begun);
    const frozen = await world.database.transact('fact', (tx) =>
      tx.authenticators.freeze(passkey.id, person.id, world.clock.now()),
    );
    assert.equal(frozen, 'frozen');
    const body = { output: passkey.assert(value.publicKey) };
    assert.equal((await waiting.call('signInWithPasskey', { body })).status, 401);
    assert.equal((await second.verify(begun, output)).status, 401);
    const { options } = await world.browser().begin(person);
    assert.deepEqual(
      options.map(({ type }) => type),
      ['totp'],
    );
  });

  it('G02 whatever is wrong with an assertion, it is refused and counts for nothing', async () => {
    const [person, other] = [await holders.make({}), await holders.make({})];
    const browser = world.browser();
    const begun = await browser.begin(person);
    const credential = assertionFor(person, begun);
    assert.ok(typeof credential === 'object');
    const response = Object.assign(
      {},
      credential && 'response' in credential && credential.response,
    );
    const otherId = other.passkeys[0]?.credentialId;
    const kept = await holders.counterOf(person);
    const wrong: readonly unknown[] = [
      { ...credential, rawId: 'AAAA' },
      { ...credential, response: { ...response, signature: 'AAAA' } },
      { ...credential, response: { ...response, signature: '' } },
      { ...credential, id: otherId, rawId: otherId },
      other.passkeys[0]?.assert(begun.challenge?.publicKey ?? { challenge: '' }),
    ];
    for (const output of wrong) assert.equal((await browser.verify(begun, output)).status, 401);
    assert.equal(await holders.counterOf(person), kept);
    assert.deepEqual(await holders.refusalsOf(person), [
      'webauthn.policy_refused malformed',
      'webauthn.policy_refused wrong_signature',
      'webauthn.policy_refused wrong_signature',
      'webauthn.policy_refused unknown_credential',
      'webauthn.policy_refused unknown_credential',
    ]);
  });

  it('G02 the user handle must be that of the account', async () => {
    const person = await holders.make({});
    const browser = world.browser();
    const { value } = await browser.call('beginPasskey');
    const credential = person.passkeys[0]?.assert(value.publicKey);
    const response = { ...credential?.response, userHandle: 'AAAA' };
    const answer = await browser.call('signInWithPasskey', {
      body: { output: { ...credential, response } },
    });
    assert.equal(answer.status, 401);
    assert.deepEqual(await holders.refusalsOf(person), [
      'webauthn.policy_refused wrong_user_handle',
    ]);
  });

  it('G03 another origin, another host or a frame is refused at every door', async () => {
    const person = await holders.make({});
    const { port } = new URL(world.publicUrl);
    const switches: readonly Partial<Switches>[] = [
      { origin: `https://localhost:${port}` },
      { origin: 'http://localhost:1' },
      { origin: `http://evil.localhost:${port}` },
      { origin: `http://localhost.:${port}` },
      { origin: 'null' },
      { rpId: 'example.org' },
      { crossOrigin: true },
      { crossOrigin: true, topOrigin: world.publicUrl },
    ];
    const browser = await holders.signedIn(person);
    for (const switched of switches) {
      const second = await world.browser().signInByBoth(person, switched);
      assert.equal(second.status, 401, JSON.stringify(switched));
      const alone = await world.browser().signInByPasskey(person.passkeys[0], switched);
      assert.equal(alone.status, 401, JSON.stringify(switched));
      const { answer } = await holders.add(browser, { switched });
      assert.equal(answer.status, 401, JSON.stringify(switched));
    }
  });

  it('G04 C02 without verification a passkey is one factor: enough after the password, and only there', async () => {
    const person = await holders.make({});
    const [passkey] = person.passkeys;
    const alone = await world.browser().signInByPasskey(passkey, { userVerified: false });
    assert.equal(alone.status, 401);
    const absent = await world.browser().signInByPasskey(passkey, { userPresent: false });
    assert.equal(absent.status, 401);
    const browser = world.browser();
    const { status } = await browser.signInByBoth(person, { userVerified: false });
    assert.equal(status, 200);
    assert.deepEqual(await holders.refusalsOf(person), [
      'webauthn.policy_refused user_not_verified',
      'webauthn.policy_refused user_not_present',
    ]);
    const sessions = await rowsOf(world.database, 'session');
    const [session] = sessions.filter((row) => row['user_id'] === person.id);
    assert.equal(session?.['amr'], JSON.stringify(['mfa', 'pop', 'pwd', 'user']));
  });

  it('G04 a passkey that verified its user is both steps', async () => {
    const person = await holders.make({});
    const browser = world.browser();
    const { value, status } = await browser.signInByPasskey(person.passkeys[0]);
    assert.equal(status, 200);
    assert.equal(value.state, 'completed');
    assert.equal((await browser.call('getSession')).value.user.login, person.login);
    const sessions = await rowsOf(world.database, 'session');
    const [session] = sessions.filter((row) => row['user_id'] === person.id);
    assert.equal(session?.['amr'], JSON.stringify(['mfa', 'pop', 'user']));
    assert.equal(session?.['acr'], 'two-step');
    // A step-up by a code adds to that, and makes no password of it.
    const begun = await browser.call('beginStepUp', { body: {} });
    const done = await browser.verify(begun.value, assertionFor(person, begun.value));
    assert.equal(done.status, 200, done.text);
    const [renewed] = (await rowsOf(world.database, 'session')).filter(
      (row) => row['user_id'] === person.id,
    );
    assert.equal(renewed?.['amr'], JSON.stringify(['mfa', 'pop', 'user']));
  });

  it('G09 hostile answers over HTTP are refused and counted, none breaks anything', async () => {
    const outputs: readonly unknown[] = [
      undefined,
      null,
      '',
      '123456',
      [],
      {},
      { id: 'AAAA', rawId: 'AAAA', type: 'public-key', response: {} },
      { id: 'A'.repeat(60_000), rawId: 'x', type: 'public-key', response: {} },
    ];
    for (const output of outputs) {
      const browser = world.browser();
      await browser.call('beginPasskey');
      const { status } = await browser.call('signInWithPasskey', { body: { output } });
      assert.ok(status === 400 || status === 401, `${JSON.stringify(output)}: ${status}`);
    }
    const browser = world.browser();
    const output = 'A'.repeat(70_000);
    assert.equal((await browser.call('signInWithPasskey', { body: { output } })).status, 413);
  });

  it('G10 nobody learns from a ceremony who has an account, or a passkey', async () => {
    const [known, disabled, blocked] = await Promise.all(
      ['known', 'disabled', 'other'].map((login) =>
        world.person({
          login: `g10-${login}`,
          active: login !== 'disabled',
          passkeys: [{}],
        }),
      ),
    );
    const options = await Promise.all(
      Array.from({ length: 3 }, () => world.browser().call('beginPasskey')),
    );
    for (const { value } of options) assert.deepEqual(value.publicKey.allowCredentials, []);
    const stranger = makeSoftwareAuthenticator({ origin: world.publicUrl });
    const unknown = await world.browser().signInByPasskey(stranger);
    const inactive = await world.browser().signInByPasskey(disabled?.passkeys[0]);
    const wrong = await world.browser().signInByPasskey(known?.passkeys[0], {
      challenge: 'A'.repeat(43),
    });
    assert.equal(unknown.status, 401);
    assert.deepEqual(plain(inactive), plain(unknown));
    assert.deepEqual(plain(wrong), plain(unknown));
    const fine = await world.browser().signInByPasskey(blocked?.passkeys[0]);
    assert.equal(fine.status, 200);
    const reasons = (await world.audit('authn_login_fail')).map(({ reason }) => reason);
    assert.ok(reasons.includes('unknown_credential') && reasons.includes('inactive'));
  });

  it('a blocked account is told so once its passkey was right, like after a right password', async () => {
    const person = await holders.make({});
    const blockedUntil = new Date(world.clock.now().getTime() + MINUTE);
    await world.database.transact('fact', (tx) => tx.users.change(person.id, { blockedUntil }));
    const answer = await world.browser().signInByPasskey(person.passkeys[0]);
    assert.equal(answer.problem?.code, 'sign_in_blocked');
  });
}, prepareDatabase);
