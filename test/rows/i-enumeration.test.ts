import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { PAGES } from '../../apps/server/src/http/pages.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import type { Answer } from '../harness/world/browser.ts';
import { makeFaults } from '../harness/world/faults.ts';
import { makeHashCounter } from '../harness/world/hashes.ts';
import { type BuiltPages, makePages } from '../harness/world/pages.ts';
import type { Person } from '../harness/world/person.ts';
import { ALL_ENDPOINTS, requestTo } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** All of an answer but what differs each time. */
function plain({ status, text, headers, setCookies }: Answer<unknown>): unknown {
  const { 'x-correlation-id': _, date: __, ...rest } = headers;
  const { 'set-cookie': ___, ratelimit: ____, ...common } = rest;
  const body = text.replaceAll(/"(correlationId|timestamp|challenge)":"[^"]*"/g, '"$1":""');
  // Values are new each time; how long they are may say something.
  const cookies = setCookies.map((cookie) => cookie.replaceAll(/(?<==)[\w-]{43};/g, '43;'));
  return { status, body, headers: common, cookies };
}

forEachStore((store) => {
  const faults = makeFaults();
  let world: World;
  let pages: BuiltPages;
  before(async () => {
    pages = makePages();
    world = await makeWorld(store, { pages: pages.folder, wrapDatabase: faults.wrap });
  });
  after(async () => {
    await world.close();
    pages.remove();
  });

  type Attempt = { readonly kind: string; readonly login: string; readonly password: string };

  /** One of each that must not be told apart: nobody, and everybody whose password is not it. */
  async function attempts(): Promise<readonly Attempt[]> {
    const password = 'not the password of anybody';
    const phones = { mobile: '+12125550167' };
    const people: Readonly<Record<string, Person>> = {
      'with a factor': await world.person({ login: 'has-app', apps: 1 }),
      'with a phone': await world.person({ login: 'has-phone', phones }),
      'without a factor': await world.person({ login: 'has-none', state: 'enabled' }),
      'of one step': await world.person({ login: 'one-step', state: 'disabled' }),
      'who needs help': await world.person({ login: 'helpless', registration: { kind: 'pass' } }),
      'who administers': await world.person({ login: 'admin', role: 'administrator', apps: 1 }),
      disabled: await world.person({ login: 'inactive', active: false, apps: 1 }),
    };
    const wrong = Object.entries(people).map(([kind, { login }]) => ({ kind, login, password }));
    const { disabled } = people;
    assert.ok(disabled);
    return [
      { kind: 'unknown', login: 'nobody-at-all', password },
      { kind: 'no possible name', login: 'a\u0000b', password },
      ...wrong,
      { kind: 'disabled, and right', login: disabled.login, password: disabled.password },
    ];
  }

  it('I01 whoever it is not, the answer is the same and costs the same hashes (times: in bench/)', async () => {
    const all = await attempts();
    // What an unknown name is compared with is made once for the process.
    const [nobody] = all;
    assert.ok(nobody);
    await world.browser().call('beginSignIn', { body: withoutKind(nobody) });
    const countHashes = await makeHashCounter(world);

    let expected: unknown;
    for (const attempt of all) {
      const answers: Answer<unknown>[] = [];
      const hashes = await countHashes(async () => {
        const body = withoutKind(attempt);
        answers.push(await world.browser().call('beginSignIn', { body }));
      });
      const [answer] = answers;
      assert.ok(answer);
      assert.equal(answer.status, 401, attempt.kind);
      assert.equal(hashes, 1, attempt.kind);
      expected ??= plain(answer);
      assert.deepEqual(plain(answer), expected, attempt.kind);
    }
  });

  it('I02 a forgotten password: one answer for everybody, no hash, and nobody is looked up before it', async () => {
    const until = new Date(world.clock.now().getTime() + 60_000);
    const blocked = await world.person({ login: 'forgot-blocked', apps: 1 });
    await world.database.transact('fact', (tx) =>
      tx.users.change(blocked.id, { blockedUntil: until }),
    );
    const boss = { login: 'forgot-boss', role: 'administrator', apps: 1 } as const;
    const logins = [
      'nobody-at-all',
      'a\u0000b',
      'nobody@example.org',
      (await world.person({ login: 'forgot-app', apps: 1 })).login,
      (await world.person({ login: 'forgot-none', state: 'enabled' })).email,
      (await world.person({ login: 'forgot-inactive', active: false })).login,
      (await world.person(boss)).login,
      blocked.login,
    ];
    const countHashes = await makeHashCounter(world);
    let expected: unknown;
    for (const isBroken of [false, true]) {
      // Where accounts cannot be read at all the answer is the same: it did not wait for them.
      if (isBroken) faults.break('users', 'resetTokens', 'outbox');
      for (const login of logins) {
        const answers: Answer<unknown>[] = [];
        const hashes = await countHashes(async () => {
          answers.push(await world.browser().call('forgotPassword', { body: { login } }));
        });
        const [answer] = answers;
        assert.ok(answer);
        assert.deepEqual([answer.status, hashes], [204, 0], login);
        expected ??= plain(answer);
        assert.deepEqual(plain(answer), expected, login);
      }
    }
    faults.mend();
  });

  it('I02 a link that never was, was used, or is of a blocked account gets one answer', async () => {
    const person = await world.person({ login: 'linked', apps: 1 });
    const tokens = makeTokens(world.keyRing);
    const issue = async (expiresAt: Date) => {
      const token = tokens.random();
      const tokenHash = tokens.hash('reset', token);
      await world.database.transact('attempt', (tx) =>
        tx.resetTokens.issue({ tokenHash, userId: person.id, expiresAt }),
      );
      return token;
    };
    const now = world.clock.now();
    const later = new Date(now.getTime() + 60_000);
    const password = 'seven purple lanterns, unlit';
    const countHashes = await makeHashCounter(world);
    const answerTo = async (token: string) => {
      const answers: Answer<unknown>[] = [];
      const hashes = await countHashes(async () => {
        answers.push(await world.browser().call('resetPassword', { body: { token, password } }));
      });
      const [answer] = answers;
      assert.ok(answer);
      assert.equal(hashes, answer.status === 204 ? 1 : 0);
      return answer;
    };
    const unknown = await answerTo(tokens.random());
    const expired = await answerTo(await issue(now));
    const used = await issue(later);
    assert.equal((await answerTo(used)).status, 204);
    const again = await answerTo(used);
    await world.database.transact('fact', (tx) =>
      tx.users.change(person.id, { blockedUntil: later }),
    );
    const ofBlocked = await answerTo(await issue(later));
    assert.equal(unknown.status, 403);
    for (const answer of [expired, again, ofBlocked])
      assert.deepEqual(plain(answer), plain(unknown));
  });

  it('I03 without a first factor, a login that exists and one that does not get the same answers', async () => {
    const person = await world.person({
      login: 'known',
      phones: { mobile: '+14155550130' },
      apps: 1,
    });
    for (const name of ALL_ENDPOINTS) {
      const answers = [];
      for (const login of [person.login, 'unknown', person.email, 'unknown@example.org']) {
        const browser = world.browser();
        const sent = requestTo(browser, name, { body: { login } });
        const query = new URLSearchParams({ login, login_hint: login }).toString();
        const ids = /[0-9a-f]{8}-[0-9a-f-]{27}/g;
        const path = `${sent.path.replaceAll(ids, '00000000-0000-7000-8000-000000000000')}?${query}`;
        const answer = await browser.send({ ...sent, path });
        assert.ok(!answer.text.includes('XXXX') && !answer.text.includes(person.id), name);
        answers.push(plain(answer));
      }
      for (const answer of answers) assert.deepEqual(answer, answers[0], name);
    }
  });

  it('I03 the pages say nothing of anybody', async () => {
    for (const path of PAGES) {
      const texts = new Set<string>();
      for (const login of ['known', 'unknown']) {
        const browser = world.browser();
        const sent = { ...browser.request('getSession'), path: `${path}?login=${login}` };
        texts.add((await browser.send(sent)).text);
      }
      assert.equal(texts.size, 1, path);
    }
  });
}, prepareDatabase);

const withoutKind = ({
  login,
  password,
}: {
  readonly login: string;
  readonly password: string;
}) => ({
  login,
  password,
});
