import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { par } from '../harness/barrier.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { HttpAnswer } from '../harness/http-answer.ts';
import type { Browser } from '../harness/world/browser.ts';
import type { Person } from '../harness/world/person.ts';
import { askForReset, NEW_PASSWORD, orderPasswordChange } from '../harness/world/reset.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const RACES = 20;

const statusesOf = (answers: readonly HttpAnswer[]) => answers.map(({ status }) => status);
const inOrder = (answers: readonly HttpAnswer[]) => statusesOf(answers).toSorted((a, b) => a - b);

/** As a browser takes what it is given. */
function keep(browser: Browser, { setCookies }: HttpAnswer): void {
  for (const cookie of setCookies) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (value !== '') browser.cookies.set(name, value);
  }
}

forEachStore((store) => {
  let world: World;
  let made = 0;
  const somebody = () => world.person({ login: `racing-${(made += 1)}`, apps: 1 });
  before(async () => {
    const nodes = store.name === 'postgres' ? 2 : 1;
    world = await makeWorld(store, { nodes, listening: true, phones: true });
  });
  after(() => world.close());

  const nodeUrl = (n: number) => world.nodeUrls[n % world.nodeUrls.length] ?? '';

  const resetRequest = (token: string, password: string, n = 0) =>
    world.browser().barrierRequest('resetPassword', { body: { token, password } }, nodeUrl(n));

  const opensWith = async (person: Person, password: string): Promise<boolean> => {
    const body = { login: person.login, password };
    return (await world.browser().call('beginSignIn', { body })).status === 200;
  };

  it('M02 of resets with one link in one moment, 20 times, exactly one acts', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const person = await somebody();
      const token = await askForReset(world, person);
      const passwords = Array.from({ length: 6 }, (_, n) => `${NEW_PASSWORD} number ${n}`);
      const answers = await par(passwords.length, (n) =>
        resetRequest(token, passwords[n] ?? '', n),
      );
      const statuses = statusesOf(answers);
      assert.equal(statuses.filter((status) => status === 204).length, 1, statuses.join());
      assert.ok(statuses.every((status) => status === 204 || status === 403));
      const winner = passwords[statuses.indexOf(204)] ?? '';
      assert.equal(await opensWith(person, winner), true);
      assert.equal(await opensWith(person, person.password), false);
    }
    const changed = await world.audit('authn_password_change');
    assert.equal(changed.filter(({ reason }) => reason === 'link').length, RACES);
  });

  it('M02 a reset against the last step of a sign-in, 20 times: afterwards nobody is in', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const person = await somebody();
      const token = await askForReset(world, person);
      const browser = world.browser();
      const signIn = await browser.begin(person);
      const body = { challengeId: signIn.challenge?.id, output: person.code() };
      const input = { params: { signInId: signIn.id }, body };
      const [verified, reset] = await par(2, (n) =>
        n === 0
          ? browser.barrierRequest('verifyChallenge', input, nodeUrl(race))
          : resetRequest(token, NEW_PASSWORD, race + 1),
      );
      assert.ok(verified !== undefined && reset !== undefined);
      assert.equal(reset.status, 204);
      assert.ok([200, 410].includes(verified.status), verified.body);
      keep(browser, verified);
      assert.equal((await browser.call('getSession')).status, 401, verified.body);
    }
  });

  it('M02 a reset against the beginning of a sign-in, 20 times: the old password leads nowhere', async () => {
    for (let race = 0; race < RACES; race += 1) {
      const person = await somebody();
      const token = await askForReset(world, person);
      const browser = world.browser();
      const input = { body: { login: person.login, password: person.password } };
      const [begun, reset] = await par(2, (n) =>
        n === 0
          ? browser.barrierRequest('beginSignIn', input, nodeUrl(race))
          : resetRequest(token, NEW_PASSWORD, race + 1),
      );
      assert.ok(begun !== undefined && reset !== undefined);
      assert.equal(reset.status, 204);
      assert.ok([200, 401].includes(begun.status), begun.body);
      if (begun.status === 401) continue;
      keep(browser, begun);
      const { id } = JSON.parse(begun.body);
      const view = await browser.call('getSignIn', { params: { signInId: id } });
      assert.equal(view.status, 410, view.text);
    }
  });

  it('two changes of one password, and two ends of one task, in one moment: one acts', async () => {
    for (let race = 0; race < RACES / 4; race += 1) {
      const person = await somebody();
      const browser = world.browser();
      await browser.signIn(person);
      await browser.call('getSession');
      const changes = await par(2, (n) => {
        const body = { current: person.password, next: `${NEW_PASSWORD} number ${n}` };
        return browser.barrierRequest('changePassword', { body }, nodeUrl(n));
      });
      assert.deepEqual(inOrder(changes), [200, 401]);

      const tasked = await somebody();
      await orderPasswordChange(world, tasked);
      const other = world.browser();
      const begun = await other.begin(tasked);
      const { value } = await other.verify(begun, tasked.code());
      assert.equal(value.state, 'tasks');
      const params = { signInId: value.id };
      const chosen = await par(2, (n) => {
        const body = { password: `${NEW_PASSWORD} number ${n}` };
        return other.barrierRequest('changePasswordInSignIn', { params, body }, nodeUrl(n));
      });
      assert.deepEqual(inOrder(chosen), [200, 403]);
      const ends = await par(4, (n) => other.barrierRequest('finishTasks', { params }, nodeUrl(n)));
      assert.deepEqual(inOrder(ends), [200, 410, 410, 410]);
    }
  });
}, prepareDatabase);
