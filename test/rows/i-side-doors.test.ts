import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { randomUUID } from 'node:crypto';
import { makeTokens } from '../../apps/server/src/crypto/tokens.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer } from '../harness/world/browser.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** What an answer says, apart from what is another one each time. */
const saidBy = ({ status, headers, text, setCookies }: Answer<unknown>) => {
  const { date: _, 'x-correlation-id': __, 'content-length': ___, ...rest } = headers;
  const body = text.replaceAll(/"(correlationId|timestamp)":"[^"]*"/g, '"$1":""');
  const names = setCookies.map((cookie) => cookie.split('=')[0]);
  return JSON.stringify({ status, rest, body, names });
};

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store);
  });
  after(() => world.close());

  it('I05 (the words; not the times) a freeze link says the same of unknown, used and expired, for accounts of any kind', async () => {
    const tokens = makeTokens(world.keyRing);
    const person = await world.person({ login: 'frozen', apps: 1 });
    const off = await world.person({ login: 'inactive', apps: 1, active: false });
    const linkOf = async (userId: typeof person.id, expires: number) => {
      const token = tokens.random();
      await world.database.transact('fact', (tx) =>
        tx.freezeTokens.insert({
          tokenHash: tokens.hash('freeze', token),
          userId,
          authenticatorId: undefined,
          about: 'method-added',
          expiresAt: new Date(world.clock.now().getTime() + expires),
        }),
      );
      return token;
    };
    const press = (token: string) => world.browser().call('useFreezeLink', { body: { token } });
    const used = await linkOf(person.id, 60_000);
    const good = [await press(used), await press(await linkOf(off.id, 60_000))].map(saidBy);
    assert.equal(new Set(good).size, 1, 'of an active and an inactive account');
    const bad = [tokens.random(), used, await linkOf(person.id, 0), 'x', 'x'.repeat(64)];
    const answers = new Set<string>();
    for (const token of bad) answers.add(saidBy(await press(token)));
    assert.equal(answers.size, 1, [...answers].join('\n'));
  });

  it('I05 a report says the same whoever sends it, about whatever', async () => {
    const person = await world.person({ login: 'somebody', apps: 1 });
    const known = world.browser();
    const begun = await known.call('beginSignIn', { body: { login: person.login, password: 'x' } });
    const answers = new Set<string>();
    for (const body of [
      { message: 'Help' },
      { message: `I am ${person.login}`, contact: person.email },
      { message: 'Help', correlationId: begun.problem?.correlationId },
      { message: 'Help', correlationId: randomUUID() },
    ]) {
      answers.add(saidBy(await world.browser().call('reportProblem', { body })));
    }
    assert.equal(answers.size, 1, [...answers].join('\n'));
  });

  it('I05 a locked name looks the same whether there is such an account or not', async () => {
    await world.person({ login: 'locked', apps: 1 });
    const answers = new Set<string>();
    for (const login of ['locked', 'nobody-at-all']) {
      const said: string[] = [];
      for (let n = 0; n < 7; n += 1) {
        const body = { login, password: 'wrong' };
        said.push(saidBy(await world.browser().call('beginSignIn', { body })));
      }
      assert.match(said.at(-1) ?? '', /"status":429/);
      answers.add(said.join('\n'));
    }
    assert.equal(answers.size, 1);
  });
}, prepareDatabase);
