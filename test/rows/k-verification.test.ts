import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Scope } from '../../packages/contract/src/scopes.ts';
import { SCOPE_NAMES } from '../../packages/contract/src/scopes.ts';
import { addDevice, Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { bearer, orderKey } from '../harness/world/key.ts';
import { administrationOf, ORDER, orderPass } from '../harness/world/order.ts';
import { codeTexted, makeNumbers, wrongCode } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { ALL_ENDPOINTS, endpointOf, requestTo } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const PURPOSE = 'Payment of 100';
/** What other systems hand a code out for. */
const ASKING = '?returnCode=true&return_code=1&test=1&debug=true&channel=response&sendCode=false';
const FLIPPED = { returnCode: true, test: true, debug: true, channel: 'response' };

const codeOf = async (asked: Promise<Answer<unknown>>) => (await asked).problem?.code;

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const somebody = (wanted: Partial<Parameters<World['person']>[0]> = {}) => {
    made += 1;
    return world.person({ login: `asked-${made}`, ...wanted });
  };

  /** A program in front of a person. */
  async function program(scopes: readonly Scope[] = ['verification']) {
    const { key, name } = await orderKey(world, scopes);
    const browser = world.browser();
    const call: Browser['call'] = (endpoint, input, headers) =>
      browser.call(endpoint, input, { ...bearer(key), ...headers });
    const begin = ({ login }: Person, more: object = {}) => {
      const body = { login, purpose: PURPOSE, clientAddress: '192.0.2.81', ...more };
      return call('beginVerification', { body });
    };
    return { key, name, browser, call, begin };
  }

  it('a code that is texted proves it, and the statement says so once, to the key that asked', async () => {
    const mobile = newNumber();
    const person = await somebody({ phones: { mobile }, prefers: 'text' });
    const { call, begin, name } = await program();
    const begun = await begin(person);
    assert.equal(begun.status, 201, begun.text);
    const { id, state, challenge } = begun.value;
    assert.deepEqual(
      [state, challenge?.option.type, challenge?.state],
      ['waiting', 'text', 'live'],
    );
    assert.match(challenge?.option.masked ?? '', /X\d\d$/);
    const params = { verificationId: id };
    const early = await call('readVerification', { params });
    assert.equal(early.problem?.code, 'not_approved_yet');
    const output = await codeTexted(world, mobile);
    const body = { challengeId: challenge?.id, output };
    const other = await program();
    for (const endpoint of ['getVerification', 'readVerification', 'cancelVerification'] as const) {
      assert.equal((await other.call(endpoint, { params, query: {} })).status, 404);
    }
    assert.equal((await other.call('verifyVerification', { params, body })).status, 404);
    const proved = await call('verifyVerification', { params, body });
    assert.deepEqual([proved.status, proved.value.state], [200, 'verified'], proved.text);
    const reads = await Promise.all([1, 2, 3, 4].map(() => call('readVerification', { params })));
    const told = reads.filter(({ status }) => status === 200);
    assert.equal(told.length, 1);
    assert.equal(reads.filter(({ status }) => status === 410).length, 3);
    assert.deepEqual(told[0]?.value, {
      verificationId: id,
      user: { id: person.id, login: person.login },
      purpose: PURPOSE,
      method: 'text',
      amr: ['sms'],
      strength: 'two-step',
      verifiedAt: world.clock.now().toISOString(),
    });
    assert.equal((await call('getVerification', { params, query: {} })).value.state, 'ended');
    const answered = (await world.audit('relying_party.answered')).filter(
      ({ signInId }) => signInId === id,
    );
    assert.deepEqual(
      answered.map(({ target, outcome }) => [target?.id, outcome]),
      [[name, 'success']],
    );
    const sessions = await rowsOf(world.database, 'session');
    assert.equal(sessions.filter((row) => row['user_id'] === person.id).length, 0);
  });

  it('a number typed on the phone proves it; whoever waits is told', async () => {
    const person = await somebody({ apps: 1 });
    const owner = world.browser();
    await owner.signIn(person);
    const device = new Device(world);
    await addDevice(owner, device);
    world.clock.advance(60 * MINUTE);
    const { call, begin } = await program();
    const begun = await begin(person, { methods: ['push'] });
    assert.equal(begun.status, 201, begun.text);
    const { id, challenge } = begun.value;
    const number = challenge?.number ?? '';
    assert.match(number, /^\d{3}$/);
    const params = { verificationId: id };
    const waits = call('getVerification', { params, query: { wait: '20' } });
    assert.equal((await device.look()).request?.relyingParty, PURPOSE);
    // What is signed on the phone is what was read there.
    const sent = await device.respond({ decision: 'approve', number, relyingParty: PURPOSE });
    assert.equal(sent.status, 204, sent.text);
    const heard = await waits;
    assert.equal(heard.value.challenge?.state, 'approved', heard.text);
    assert.equal(heard.value.challenge?.number, undefined);
    const read = await call('readVerification', { params });
    assert.deepEqual([read.value.method, read.value.amr], ['push', ['swk']], read.text);
  });

  it('C02 what cannot be asked is refused: nobody, nothing to ask, the wrong kind, a block', async () => {
    const { call, begin } = await program();
    const person = await somebody({ apps: 1, recoveryCodes: 3, passkeys: [{}] });
    const bare = await somebody();
    const gone = await somebody({ apps: 1, active: false });
    assert.equal(await codeOf(begin({ ...person, login: 'nobody-at-all' })), 'not_found');
    assert.equal(await codeOf(begin(gone)), 'not_found');
    assert.equal(await codeOf(begin(bare)), 'method_unavailable');
    assert.equal(await codeOf(begin(person, { methods: ['text'] })), 'method_unavailable');
    assert.equal(
      await codeOf(begin(person, { strength: 'phishing-resistant' })),
      'method_unavailable',
    );
    assert.equal(await codeOf(begin(person, { methods: ['passkey'] })), 'invalid_request');
    await orderPass(world, person);
    const begun = await begin(person);
    assert.deepEqual(
      begun.value.options.map(({ type }) => type),
      ['totp'],
      'neither pass, nor recovery code, nor passkey',
    );
    const params = { verificationId: begun.value.id };
    assert.equal((await call('cancelVerification', { params })).status, 204);
    assert.equal((await call('getVerification', { params, query: {} })).value.state, 'ended');
    assert.equal(await codeOf(call('readVerification', { params })), 'sign_in_over');
    await administrationOf(world).block({ userId: person.id, days: 1 }, ORDER);
    assert.equal(await codeOf(begin(person)), 'sign_in_blocked');
  });

  it('C18 a block, or the end of its time, ends a proof that nobody has read', async () => {
    const { call, begin } = await program();
    const proveBy = async (person: Person) => {
      const { id, challenge } = (await begin(person)).value;
      const params = { verificationId: id };
      const body = { challengeId: challenge?.id, output: person.code() };
      assert.equal((await call('verifyVerification', { params, body })).status, 200);
      return params;
    };
    const person = await somebody({ apps: 1 });
    const params = await proveBy(person);
    await administrationOf(world).block({ userId: person.id, days: 1 }, ORDER);
    assert.equal((await call('readVerification', { params })).status, 410);
    const late = await proveBy(await somebody({ apps: 1 }));
    world.clock.advance(11 * MINUTE);
    assert.equal((await call('readVerification', { params: late })).status, 410);
  });

  for (const range of ['203.0.113.', '::ffff:198.51.100.']) {
    it(`A09 guesses are counted where the person is, not where the program is: ${range}x`, async () => {
      const { call, begin } = await program();
      for (let n = 1; n <= 30; n += 1) {
        const person = await somebody({ apps: 1 });
        const begun = await begin(person, { clientAddress: `${range}${n}` });
        const { id, challenge } = begun.value;
        const body = { challengeId: challenge?.id, output: wrongCode(world, person) };
        const wrong = await call('verifyVerification', { params: { verificationId: id }, body });
        assert.equal(wrong.status, 401, `${n} ${wrong.text}`);
      }
    });
  }

  it('K13 no answer to any key has a live code, seed or number in it, whatever is asked for', async () => {
    const mobile = newNumber();
    const person = await somebody({ apps: 1, phones: { mobile } });
    const owner = world.browser();
    await owner.signIn(person);
    await addDevice(owner, new Device(world));
    world.clock.advance(60 * MINUTE);
    const asker = await program();
    const pushed = (await asker.begin(person, { methods: ['push'] })).value;
    const texted = (await asker.begin(person, { methods: ['text'] })).value;
    const code = await codeTexted(world, mobile);
    const number = pushed.challenge?.number ?? '';
    const answers = await crawl(await program(SCOPE_NAMES), { person, id: texted.id });
    // To whoever asked: the one number that they have to show, and nothing else.
    for (const { id } of [pushed, texted]) {
      const params = { verificationId: id };
      answers.push(await asker.call('readVerification', { params }));
    }
    const params = { verificationId: texted.id };
    answers.push(await asker.call('getVerification', { params, query: {} }));
    assert.ok(answers.length > 60 && code.length === 6 && number.length === 3);
    const live = new RegExp(`(?<!\\d)(?:${[number, code, person.code()].join('|')})(?!\\d)`);
    const seeds = seedsOf(person);
    for (const { text, headers } of answers) {
      const told = (text + JSON.stringify(headers)).replaceAll(NOISE, '');
      assert.doesNotMatch(told, live);
      assert.ok(!seeds.some((seed) => text.includes(seed)), text);
    }
  });

  /** Every operation that is not public, by a key that may do all, with every parameter that others have. */
  async function crawl(
    { browser, key }: Pick<Awaited<ReturnType<typeof program>>, 'browser' | 'key'>,
    { person, id }: { readonly person: Person; readonly id: string },
  ): Promise<Answer<unknown>[]> {
    const answers: Answer<unknown>[] = [];
    const ids = { userId: person.id, signInId: id, verificationId: id };
    for (const name of ALL_ENDPOINTS) {
      // What this key may change would end what is looked for.
      if (/^(?:clear|reset|block|revoke|issue)/.test(name)) continue;
      if (endpointOf(name).access === 'public') continue;
      const sent = requestTo(browser, name, { ids });
      const headers = { ...sent.headers, ...bearer(key), 'x-debug': 'true' };
      for (const body of [sent.body, flipped(sent.body)]) {
        for (const query of ['', ASKING]) {
          answers.push(await browser.send({ ...sent, headers, body, path: sent.path + query }));
        }
      }
    }
    return answers;
  }
}, prepareDatabase);

/** Random identifiers, times, hashes and lengths have digits of their own. */
const NOISE =
  /\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w-]{20,}|"(?:content-length|status|retry-?after|ratelimit[\w-]*)":(?:"(?:[^"\\]|\\.)*"|\d+)|"date":"[^"]*"/gi;

const seedsOf = ({ apps }: Person) =>
  apps.flatMap(({ secret }) => {
    const bytes = Buffer.from(secret);
    return [bytes.toString('base64url'), bytes.toString('hex')];
  });

const flipped = (body: string | undefined): string | undefined =>
  body && JSON.stringify({ ...JSON.parse(body), ...FLIPPED });
