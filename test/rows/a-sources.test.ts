import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { after, before, it } from 'node:test';
import { DOORS } from '../harness/doors.ts';
import { PROTOCOL_DOORS } from '../harness/protocol-doors.ts';
import { makeVisitors } from '../harness/visitors.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer } from '../harness/world/browser.ts';
import { countEvaluated, wrongCode } from '../harness/world/outputs.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** `source-failures` in domain/throttle.ts. */
const PER_SOURCE = 20;
const TEN_MINUTES = 10 * 60_000;

const from = (source: string) => ({ 'x-forwarded-for': source });
const address = () => `203.0.113.${randomInt(256)}`;
const statusesOf = (answers: readonly { readonly status: number }[]) =>
  answers.map(({ status }) => status);
const wrongPassword = (login: string) => ({ body: { login, password: 'not the one' } });

/** Everything of an answer but what differs from request to request by design. */
const plain = ({ status, headers, text }: Answer<unknown>): unknown => {
  const { 'x-correlation-id': _, date: __, ...rest } = headers;
  const body = text
    .replace(/"correlationId":"[^"]*"/, '"correlationId":""')
    .replace(/"timestamp":"[^"]*"/, '"timestamp":""');
  return { status, headers: rest, body };
};

type Given = { readonly peer: string; readonly headers: Readonly<Record<string, string>> };

forEachStore((store) => {
  let world: World;
  let visitors: ReturnType<typeof makeVisitors>;
  let names = 0;
  const stranger = () => `nobody-${(names += 1)}`;
  before(async () => {
    world = await makeWorld(store, { phones: true });
    visitors = makeVisitors(world);
  });
  after(() => world.close());

  /** How many failures of this kind the log has: each is one hash that was computed. */
  const failedPasswords = async () => (await world.audit('authn_login_fail')).length;

  /** A wrong password for a new name, as one peer would send it that is or is not the proxy. */
  const tryFrom = ({ peer, headers }: Given) => {
    const sent = world.browser().request('beginSignIn', wrongPassword(stranger()));
    const { 'x-forwarded-for': _, ...rest } = sent.headers;
    return world.app.inject({
      method: 'POST',
      url: sent.path,
      headers: { ...rest, ...headers },
      remoteAddress: peer,
      payload: sent.body ?? '',
    });
  };

  it('A09 one password on 100 accounts from one source: from the 21st on nothing is hashed', async () => {
    const browser = world.browser();
    const hashed = await failedPasswords();
    const answers: Answer<unknown>[] = [];
    for (let n = 0; n < 100; n += 1) {
      answers.push(await browser.call('beginSignIn', wrongPassword(stranger())));
    }
    assert.ok(statusesOf(answers.slice(0, PER_SOURCE)).every((status) => status === 401));
    assert.ok(statusesOf(answers.slice(PER_SOURCE)).every((status) => status === 429));
    assert.ok(answers.slice(PER_SOURCE).every(({ headers }) => Number(headers['retry-after']) > 0));
    assert.equal((await failedPasswords()) - hashed, PER_SOURCE);
    // The right password is not looked at either, and other sources are not concerned.
    const person = await world.person({ login: 'sprayed', apps: 1 });
    const body = { login: person.login, password: person.password };
    assert.equal((await browser.call('beginSignIn', { body })).status, 429);
    assert.equal((await world.browser().call('beginSignIn', { body })).status, 200);
    world.clock.advance(TEN_MINUTES);
    assert.equal((await browser.call('beginSignIn', { body })).status, 200);
  });

  it('A09 one code on 100 accounts from one source: from the 21st on nothing is compared', async () => {
    const one = from('203.0.113.9');
    const answers: Answer<unknown>[] = [];
    const compared: number[] = [];
    for (let n = 0; n < 100; n += 1) {
      const person = await world.person({ login: `coded-${n}`, apps: 1 });
      const browser = world.browser();
      const signIn = await browser.begin(person);
      const body = { challengeId: signIn.challenge?.id, output: wrongCode(world, person) };
      const params = { signInId: signIn.id };
      answers.push(await browser.call('verifyChallenge', { params, body }, one));
      if (n === PER_SOURCE) compared.push(await countEvaluated(world, person));
    }
    assert.ok(statusesOf(answers.slice(0, PER_SOURCE)).every((status) => status === 401));
    assert.ok(statusesOf(answers.slice(PER_SOURCE)).every((status) => status === 429));
    assert.deepEqual(compared, [0]);
  });

  const walked = [...DOORS, ...PROTOCOL_DOORS];
  for (const door of walked) {
    it(`A09 ${door.name}: a source that failed 20 times is not compared`, async () => {
      const visitor = await visitors.of(door);
      const standing = await door.arrange(visitor);
      const source = from(`203.0.113.${100 + walked.indexOf(door)}`);
      for (let n = 0; n < PER_SOURCE; n += 1) {
        const input = wrongPassword(stranger());
        assert.equal((await world.browser().call('beginSignIn', input, source)).status, 401);
      }
      const refused = await standing.submit(standing.right(), source);
      assert.equal(refused.status, 429, refused.text);
      const { status, text } = await standing.submit(standing.right());
      assert.ok(status < 300, text);
    });
  }

  const SPOOFED: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
    'a random address': () => from(address()),
    'no address': () => from('a'),
    '5 kB': () => from('9'.repeat(5120)),
    'hundreds of addresses': () => from(Array.from({ length: 300 }, address).join(', ')),
    loopback: () => from('127.0.0.1'),
    'a private network': () => from('10.0.0.1, ::ffff:10.0.0.1'),
    Forwarded: () => ({ forwarded: `for=${address()}`, 'x-real-ip': address() }),
  };

  for (const [index, [name, headers]] of Object.entries(SPOOFED).entries()) {
    it(`A11 sent directly, ${name} in the headers does not change whom the limit counts`, async () => {
      const peer = `192.0.2.${index + 1}`;
      const statuses: number[] = [];
      for (let n = 0; n <= PER_SOURCE; n += 1) {
        const { statusCode } = await tryFrom({ peer, headers: headers() });
        statuses.push(statusCode);
      }
      assert.deepEqual(statuses, [...Array.from({ length: PER_SOURCE }, () => 401), 429]);
      assert.equal(
        (await tryFrom({ peer: `192.0.2.${100 + index}`, headers: {} })).statusCode,
        401,
      );
    });
  }

  it('A11 through the proxy, only the hop that it wrote itself counts', async () => {
    const real = '198.18.0.7';
    const statuses: number[] = [];
    for (let n = 0; n <= PER_SOURCE; n += 1) {
      const headers = from(`${address()}, 127.0.0.1, ${real}`);
      statuses.push((await tryFrom({ peer: '127.0.0.1', headers })).statusCode);
    }
    assert.deepEqual(statuses, [...Array.from({ length: PER_SOURCE }, () => 401), 429]);
    const other = from(`${real}, 198.18.0.8`);
    assert.equal((await tryFrom({ peer: '127.0.0.1', headers: other })).statusCode, 401);
  });

  it('A11 an IPv4 address that came over an IPv6 socket counts as itself, however it is written', async () => {
    world.clock.advance(TEN_MINUTES);
    const statuses: number[] = [];
    for (let n = 0; n <= PER_SOURCE; n += 1) {
      const peer = ['198.18.1.1', '::ffff:198.18.1.1', '::ffff:c612:101'][n % 3] ?? '';
      statuses.push((await tryFrom({ peer, headers: {} })).statusCode);
    }
    assert.deepEqual(statuses, [...Array.from({ length: PER_SOURCE }, () => 401), 429]);
    const other = { peer: '::ffff:c612:102', headers: {} };
    assert.equal((await tryFrom(other)).statusCode, 401);
  });

  it('A11 through the proxy, what is no address is ignored and never an error', async () => {
    const odd = ['a', '', ',,,', '9'.repeat(5120), '[::1', '1.2.3', '::ffff:1.2.3.4.5', '%00'];
    for (const value of [...odd, 'unknown', '198.18.0.9:443']) {
      world.clock.advance(TEN_MINUTES);
      const { statusCode } = await tryFrom({ peer: '127.0.0.1', headers: from(value) });
      assert.equal(statusCode, 401, value);
    }
  });

  it('A11 no address whatsoever spares the second step', async () => {
    const person = await world.person({ login: 'not-spared', apps: 1 });
    const body = { login: person.login, password: person.password };
    for (const make of Object.values(SPOOFED)) {
      const sent = world.browser().request('beginSignIn', { body });
      const answer = await world.app.inject({
        method: 'POST',
        url: sent.path,
        headers: { ...sent.headers, ...make() },
        remoteAddress: '192.0.2.200',
        payload: sent.body ?? '',
      });
      assert.equal(answer.json<{ state: string }>().state, 'second-step');
    }
  });

  it('A12 every spelling of a name has the one count and the one second step', async () => {
    const person = await world.person({ login: 'bob', apps: 1 });
    const fullWidth = String.fromCodePoint(0xff42, 0xff4f, 0xff42);
    const same = ['bob', 'BOB', 'bob@example.org', 'Bob@Example.ORG', 'bob ', ' bob', fullWidth];
    const spelled = [...same, `b${String.fromCodePoint(0x200b)}ob`];
    const begin = (login: string, password: string) =>
      world.browser().call('beginSignIn', { body: { login, password } });

    const wrong: Answer<unknown>[] = [];
    for (const login of spelled) wrong.push(await begin(login, 'not the one'));
    assert.deepEqual(statusesOf(wrong), [401, 401, 401, 401, 401, 429, 429, 429]);
    for (const login of spelled) assert.equal((await begin(login, person.password)).status, 429);

    world.clock.advance(31_000);
    for (const login of spelled) {
      const { status, value, text } = await begin(login, person.password);
      assert.equal(status, 200, `${login}: ${text}`);
      assert.equal(value.state, 'second-step', login);
    }
    for (const login of ['bob%00', 'bob\u0000', 'bob\n', 'b%6fb', 'bob@x', '../bob', 'bob;']) {
      assert.equal((await begin(login, person.password)).status, 401, login);
    }
  });

  it('A14 1,000 wrong passwords by strangers from 50 addresses: the known browser signs in 20 times of 20, and so does a passkey', async () => {
    const person = await world.person({ login: 'besieged', apps: 1, passkeys: [{}] });
    const known = world.browser();
    await known.signIn(person);
    const strangers = Array.from({ length: 50 }, () => world.browser());
    const statuses: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      world.clock.advance(30_000);
      const input = wrongPassword(person.login);
      const answers = strangers.map((browser) => browser.call('beginSignIn', input));
      statuses.push(...statusesOf(await Promise.all(answers)));
      assert.equal((await known.signIn(person)).state, 'completed');
      const byPasskey = await world.browser().signInByPasskey(person.passkeys[0]);
      assert.equal(byPasskey.value.state, 'completed');
    }
    assert.equal(statuses.length, 1000);
    assert.ok(statuses.every((status) => status === 401 || status === 429));
    assert.ok(statuses.filter((status) => status === 401).length <= 10);
    // The pool of strangers is full, for the right password as well.
    const body = { login: person.login, password: person.password };
    assert.equal((await world.browser().call('beginSignIn', { body })).status, 429);
    assert.equal(await countEvaluated(world, person), 0);
  });

  it('A15 a wrong password looks the same on a locked, an unlocked and an unknown account', async () => {
    const locked = await world.person({ login: 'locked', apps: 1 });
    const unlocked = await world.person({ login: 'unlocked', apps: 1 });
    const inactive = await world.person({ login: 'inactive', apps: 1, active: false });
    const guesser = world.browser();
    const signIn = await guesser.begin(locked);
    for (let n = 0; n < 5; n += 1) await guesser.verify(signIn, wrongCode(world, locked));

    const logins = [locked.login, unlocked.login, inactive.login, 'unknown'];
    // Six rounds: the last is after five wrong passwords, when every one of them is throttled.
    for (let round = 0; round < 6; round += 1) {
      const answers: unknown[] = [];
      for (const login of logins)
        answers.push(plain(await world.browser().call('beginSignIn', wrongPassword(login))));
      for (const answer of answers) assert.deepEqual(answer, answers[0]);
    }

    world.clock.advance(31_000);
    const again = await guesser.begin(locked);
    assert.equal((await guesser.verify(again, wrongCode(world, locked))).status, 401);
    const body = { login: locked.login, password: locked.password };
    const right = await world.browser().call('beginSignIn', { body });
    assert.equal(right.status, 429);
    assert.equal(right.problem?.retryAfter, 60);
    assert.equal(right.headers['retry-after'], '60');
  });
}, prepareDatabase);
