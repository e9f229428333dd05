import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import {
  type EntraStandIn,
  makeEntraPerson,
  readForm,
  startEntra,
} from '../harness/entra/stand-in.ts';
import {
  askFor,
  type Connected,
  connect,
  fetchAnswer,
  post,
  signInIdOf,
} from '../harness/entra/visit.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const ROUNDS = 20;
const AT_ONCE = 50;
const NODES = 2;
const MINUTE = 60_000;

const atOnce = <Result>(ask: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: AT_ONCE }, (_, index) => ask(index)));

/** The page of the answer, by the cookie of one browser, so many times at once. */
const collect = async (browser: Browser) =>
  (await atOnce(() => fetchAnswer(browser))).map(({ text }) => readForm(text)?.fields['id_token']);

forEachStore((store) => {
  let world: World;
  let entra: EntraStandIn;
  let contoso: Connected;
  before(async () => {
    world = await makeWorld(store, { nodes: NODES });
    entra = await startEntra();
    contoso = await connect(world, entra);
  });
  after(async () => {
    await world.close();
    await entra.close();
  });

  /** The same request, by so many browsers, on every node in turn: which of them was heard. */
  async function replay(form: URLSearchParams) {
    const tries = await atOnce(async (index) => {
      const browser = world.browser({ node: index % NODES });
      return { browser, answer: await post(browser, form) };
    });
    const heard = tries.filter(({ answer }) => answer.status === 303);
    const refused = tries.filter(({ answer }) => answer.text.includes('<dd>replayed</dd>'));
    assert.deepEqual([heard.length, refused.length], [1, AT_ONCE - 1]);
    for (const { answer } of refused) assert.deepEqual(answer.setCookies, []);
    const [winner] = heard;
    assert.ok(winner);
    return { browser: winner.browser, signInId: signInIdOf(winner.answer) };
  }

  it('J12 of 50 replays of one state, nonce and hint at once one is heard, and of 50 who fetch its answer one gets the token (20 times)', {
    timeout: 240_000,
  }, async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const login = `race${round}@contoso.example`;
      const person = await world.person({ login, apps: 1 });
      const there = makeEntraPerson(login);
      const form = await askFor(contoso, there);
      const { browser, signInId } = await replay(form);
      const { value: signIn } = await browser.call('getSignIn', { params: { signInId } });
      const proved = await browser.verify(signIn, person.code());
      assert.equal(proved.value.state, 'completed', proved.text);
      const tokens = (await collect(browser)).filter((token) => token !== undefined);
      assert.equal(tokens.length, 1);
      const answered = (await world.audit('relying_party.answered')).filter(
        (row) => row.signInId === signInId,
      );
      assert.deepEqual(
        answered.map(({ outcome }) => outcome),
        ['success'],
      );
      // The request is spent for good.
      const late = await post(world.browser({ node: round % NODES }), form);
      assert.match(late.text, /<dd>replayed<\/dd>/);
      world.clock.advance(MINUTE);
    }
  });
}, prepareDatabase);
