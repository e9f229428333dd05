import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { makeSweep } from '../../apps/server/src/sql/sweep.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeNumbers, numberOf } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Two networks (a /24 each) that nobody of these tests is at home in. */
const ABROAD = { source: '203.0.113.7' };
const NEXT_DOOR = { source: '203.0.113.200' };
const SOMEWHERE_ELSE = { source: '192.0.2.9' };

const HELD = { newPlaces: { holdMs: 24 * HOUR } };

const isOfPlace = (text: string): boolean => /new browser/.test(text);

async function settled(where: World): Promise<void> {
  for (let waited = 0; waited < 300; waited += 1) {
    const rows = await rowsOf(where.database, 'outbox_message');
    if (!rows.some(({ status }) => status === 'queued')) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function toldOf(where: World, person: Person) {
  await settled(where);
  const mails = where.sink.mails(person.email).filter(({ subject }) => isOfPlace(subject));
  const texts = where.sink.texts(numberOf(person, 'mobile')).filter(({ body }) => isOfPlace(body));
  return { mails, texts };
}

async function signIn(where: World, person: Person, from: Browser): Promise<Browser> {
  where.clock.advance(MINUTE);
  await from.signIn(person);
  return from;
}

forEachStore((store) => {
  const newNumber = makeNumbers();
  let world: World;
  let holding: World;
  let made = 0;
  before(async () => {
    world = await makeWorld(store, { phones: true });
    holding = await makeWorld(store, { phones: true, config: HELD });
  });
  after(async () => {
    await world.close();
    await holding.close();
  });

  const somebody = (where: World) =>
    where.person({
      login: `somewhere-${(made += 1)}`,
      phones: { mobile: newNumber() },
      apps: 1,
      passkeys: [{}],
      prefers: 'totp',
    });

  /** Without a passkey, so that the proof of an app opens changes. */
  const plain = (where: World) =>
    where.person({
      login: `plain-${(made += 1)}`,
      phones: { mobile: newNumber() },
      apps: 1,
      prefers: 'totp',
    });

  it('M09 a sign-in by a browser and from a network that are both new is told at every address within 60 s, and once', async () => {
    const person = await somebody(world);
    await signIn(world, person, world.browser());
    assert.deepEqual(await toldOf(world, person), { mails: [], texts: [] }, 'the first is no news');

    const [inTheMiddle, began] = [world.browser(ABROAD), Date.now()];
    await signIn(world, person, inTheMiddle);
    const { mails, texts } = await toldOf(world, person);
    assert.ok(Date.now() - began < MINUTE);
    assert.deepEqual([mails.length, texts.length], [1, 1]);
    for (const text of [mails[0]?.text ?? '', texts[0]?.body ?? '']) {
      assert.match(text, /Firefox on Linux/);
      assert.match(text, /203\.0\.113\.x/);
      assert.doesNotMatch(text, /203\.0\.113\.7/);
      assert.match(text, new RegExp(`${world.publicUrl}/freeze#[\\w-]{43}`));
    }
    const rows = (await world.audit('sign_in.new_place')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    assert.equal(rows.length, 1);
    assert.deepEqual(rows[0]?.detail, { heldHours: 0 });

    // The link stops it.
    const token = /freeze#([\w-]{43})/.exec(mails[0]?.text ?? '')?.[1];
    const frozen = await world.browser().call('useFreezeLink', { body: { token } });
    assert.equal(frozen.status, 200, frozen.text);
    assert.equal((await inTheMiddle.call('getSession')).status, 401);
  });

  it('M09 one of the two is enough to be known by: no notice of a new browser at home, of travels, or of what was told', async () => {
    const person = await somebody(world);
    const own = await signIn(world, person, world.browser());
    await signIn(world, person, world.browser());
    const cookies = [...own.cookies];
    const travelling = world.browser(ABROAD);
    for (const [name, value] of cookies) travelling.cookies.set(name, value);
    await signIn(world, person, travelling);
    // From where somebody was with a browser that is known, another one is no news.
    await signIn(world, person, world.browser(NEXT_DOOR));
    assert.deepEqual(await toldOf(world, person), { mails: [], texts: [] });

    await signIn(world, person, world.browser(SOMEWHERE_ELSE));
    await signIn(world, person, world.browser(SOMEWHERE_ELSE));
    assert.equal((await toldOf(world, person)).mails.length, 1);
    world.clock.advance(91 * 24 * HOUR);
    await makeSweep(world.database.engine)(world.clock.now());
    await signIn(world, person, world.browser());
    assert.equal(
      (await toldOf(world, person)).mails.length,
      1,
      'nothing is remembered of anywhere',
    );
  });

  it('M09 what is kept of networks names neither them nor whoever was there', async () => {
    const [one, other] = [await somebody(world), await somebody(world)];
    for (const person of [one, other]) await signIn(world, person, world.browser(SOMEWHERE_ELSE));
    const rows = await rowsOf(world.database, 'known_network');
    const hashes = rows
      .filter(({ user_id }) => user_id === one.id || user_id === other.id)
      .map(({ network_hash }) => String(network_hash));
    assert.equal(new Set(hashes).size, 2, 'the same place is another value for each account');
    assert.doesNotMatch(JSON.stringify(rows), /192\.0\.2/);
  });

  it('M09 D01 a hold of 24 h: a new browser in a new network changes nothing however fresh its proof, and cannot shake it off', async () => {
    const person = await plain(holding);
    const own = await signIn(holding, person, holding.browser());
    const inTheMiddle = await signIn(holding, person, holding.browser(ABROAD));
    assert.match((await toldOf(holding, person)).mails[0]?.text ?? '', /For 24 hours/);

    const assertHeld = async (browser: Browser) => {
      for (const answer of [
        await browser.call('bindApp', { body: {} }),
        await browser.call('generateRecoveryCodes'),
        await browser.call('changePassword', { body: { current: person.password, password: 'x' } }),
      ]) {
        assert.equal(answer.status, 403, answer.text);
        assert.equal(answer.problem?.code, 'changes_held');
        assert.ok((answer.problem?.retryAfter ?? 0) > 0);
      }
    };
    await assertHeld(inTheMiddle);
    // The same place again without its cookies, and the same browser elsewhere, are as new as they were.
    await assertHeld(await signIn(holding, person, holding.browser(NEXT_DOOR)));
    const moved = holding.browser(SOMEWHERE_ELSE);
    for (const [name, value] of inTheMiddle.cookies) moved.cookies.set(name, value);
    await assertHeld(await signIn(holding, person, moved));
    assert.equal((await holding.browser(ABROAD).begin(person)).state, 'second-step');

    // Whoever was known before goes on as ever; so does everybody a day later.
    await signIn(holding, person, own);
    const added = await own.call('bindApp', { body: {} });
    assert.equal(added.status, 201, added.text);
    holding.clock.advance(24 * HOUR);
    const later = await signIn(holding, person, holding.browser(ABROAD));
    assert.equal((await later.call('bindApp', { body: {} })).status, 201);
  });

  it('M09 a passkey proves that nobody stands in between: it is told, and not held', async () => {
    const person = await somebody(holding);
    await signIn(holding, person, holding.browser());
    holding.clock.advance(MINUTE);
    const browser = holding.browser(ABROAD);
    assert.equal((await browser.signInByPasskey(person.passkeys[0])).status, 200);
    assert.equal((await toldOf(holding, person)).mails.length, 1);
    assert.equal((await browser.call('bindApp', { body: {} })).status, 201);
  });
}, prepareDatabase);
