import assert from 'node:assert/strict';
import { decodeJwt, generateKeyPair, SignJWT } from 'jose';
import { after, before, it } from 'node:test';
import {
  type EntraStandIn,
  readForm,
  REDIRECT_URIS,
  startEntra,
} from '../harness/entra/stand-in.ts';
import {
  connect,
  type Connected,
  fetchAnswer,
  postFromConsole,
  signInIdOf,
} from '../harness/entra/visit.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { administrationOf, ORDER } from '../harness/world/order.ts';
import type { Person } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const TRIAL = /^\/admin\?show=entra&trial=([\w-]{43})$/;

type Fields = Readonly<Record<string, string>>;

/** The ID of the trial, as its key is called. */
function trialIn(fields: Fields): string {
  const [header = ''] = (fields['id_token_hint'] ?? '').split('.');
  const { kid }: { readonly kid: string } = JSON.parse(Buffer.from(header, 'base64url').toString());
  return kid.slice('trial.'.length);
}

/** With the token of the session again, after that of the sign-in. */
async function read(browser: Browser, trialId: string) {
  await browser.call('getSession');
  return browser.call('readTrial', { params: { trialId } });
}

const assertRefused = async (answer: Answer<unknown>, title: RegExp, status = 403) => {
  assert.equal(answer.status, status, answer.text);
  assert.match(answer.text, title);
  assert.equal(readForm(answer.text), undefined, 'a way to Microsoft');
  assert.deepEqual(answer.setCookies, []);
};

forEachStore((store) => {
  let world: World;
  let entra: EntraStandIn;
  let contoso: Connected;
  before(async () => {
    world = await makeWorld(store, { listening: true });
    entra = await startEntra();
    contoso = await connect(world, entra, { link: 'none' });
  });
  after(async () => {
    await world.close();
    await entra.close();
  });

  let made = 0;
  async function administrator() {
    const login = `boss-${(made += 1)}`;
    const person = await world.person({ login, role: 'administrator', apps: 1 });
    const browser = world.browser();
    world.clock.advance(MINUTE);
    await browser.signIn(person);
    world.clock.advance(MINUTE);
    return { person, browser };
  }

  async function begin(browser: Browser, { party }: Connected = contoso): Promise<Fields> {
    await browser.call('getSession');
    const { status, value, text } = await browser.call('tryTenant', {
      params: { partyId: party.id },
    });
    assert.equal(status, 200, text);
    assert.equal(value.action, `${world.publicUrl}/entra/authorize`);
    return value.fields;
  }

  async function prove(browser: Browser, person: Person, signInId: string): Promise<string> {
    const { value } = await browser.call('getSignIn', { params: { signInId } });
    assert.equal(value.relyingParty, contoso.party.name);
    const asked =
      value.challenge?.option.type === 'totp' ? value : (await browser.choose(value, 'totp')).value;
    const proved = await browser.verify(asked, person.code());
    assert.equal(proved.value.state, 'completed', proved.text);
    const trialId = TRIAL.exec(proved.value.returnTo)?.[1];
    assert.ok(trialId !== undefined, proved.value.returnTo);
    return trialId;
  }

  it('shows an administrator what Entra would be told of them, once, and nobody is tied or let in', async () => {
    const { person, browser } = await administrator();
    const fields = await begin(browser);
    assert.equal(fields['redirect_uri'], REDIRECT_URIS.global);
    assert.ok(!JSON.stringify(decodeJwt(fields['id_token_hint'] ?? '')).includes(person.id));
    const signInId = signInIdOf(await postFromConsole(browser, fields));
    const trialId = await prove(browser, person, signInId);
    const sessions = (await rowsOf(world.database, 'session')).length;
    const first = await read(browser, trialId);
    assert.equal(first.status, 200, first.text);
    const { state, method, claims, findings, answersTo } = first.value;
    assert.deepEqual([state, method, answersTo], ['verified', 'totp', REDIRECT_URIS.global]);
    assert.deepEqual([claims?.acr, claims?.amr], ['possessionorinherence', ['otp']]);
    assert.equal(claims?.aud, contoso.clientId);
    assert.equal(claims?.sub, decodeJwt(fields['id_token_hint'] ?? '').sub);
    assert.deepEqual(
      findings?.filter(({ isGood }) => !isGood),
      [],
    );
    assert.equal(findings?.length, 8);
    // No token leaves the house: only what stood in it.
    assert.doesNotMatch(first.text, /eyJ/);
    assert.equal((await read(browser, trialId)).status, 404);
    assert.equal((await rowsOf(world.database, 'session')).length, sessions);
    assert.deepEqual(await rowsOf(world.database, 'relying_party_link'), []);
    const told = (event: string) =>
      world.audit(event).then((rows) => rows.filter(({ actor }) => actor?.id === person.id).length);
    assert.deepEqual(
      [await told('relying_party.trial_begun'), await told('relying_party.trial_ended')],
      [1, 1],
    );
    assert.equal(await told('relying_party.answered'), 0);
  });

  it('is never answered to Microsoft: its browser has nothing to post, before or after', async () => {
    const { person, browser } = await administrator();
    const signInId = signInIdOf(await postFromConsole(browser, await begin(browser)));
    const trialId = await prove(browser, person, signInId);
    for (const when of ['proved', 'read']) {
      const answer = await fetchAnswer(browser);
      await assertRefused(answer, /There is nothing to answer/, 410);
      assert.doesNotMatch(answer.text, /id_token/, when);
      await read(browser, trialId);
    }
  });

  it('is good in the session that began it: for no other person, no other browser, and nobody signed out', async () => {
    const { browser } = await administrator();
    const fields = await begin(browser);
    const refused = /This trial is over, or is not yours/;
    await assertRefused(await postFromConsole((await administrator()).browser, fields), refused);
    await assertRefused(await postFromConsole(world.browser(), fields), refused);
    const somebody = world.browser();
    await somebody.signIn(await world.person({ login: `user-${(made += 1)}`, apps: 1 }));
    await assertRefused(await postFromConsole(somebody, fields), refused);
    await browser.call('endSession');
    await assertRefused(await postFromConsole(browser, fields), /not signed by Microsoft/);
  });

  it('is good once, for five minutes, and for somebody who is an administrator still', async () => {
    const first = await administrator();
    const fields = await begin(first.browser);
    signInIdOf(await postFromConsole(first.browser, fields));
    await assertRefused(
      await postFromConsole(first.browser, fields),
      /This trial is over, or is not yours/,
    );
    const late = await begin(first.browser);
    world.clock.advance(5 * MINUTE);
    await assertRefused(await postFromConsole(first.browser, late), /not signed by Microsoft/);
    const demoted = await begin(first.browser);
    await administrator();
    await administrationOf(world).setRole(first.person.id, 'auditor', ORDER);
    const answer = await postFromConsole(first.browser, demoted);
    assert.equal(answer.status, 403);
    assert.equal(readForm(answer.text), undefined);
  });

  it('of several posts at once one begins', async () => {
    const { browser } = await administrator();
    const fields = await begin(browser);
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => postFromConsole(browser, fields)),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  });

  it('goes to no other address, client or tenant, and says nothing but what was signed', async () => {
    const { browser } = await administrator();
    const other = await connect(world, entra);
    const fields = await begin(browser);
    const foreign = { ...fields, redirect_uri: 'https://attacker.example/' };
    await assertRefused(await postFromConsole(browser, foreign), /wrong address/, 400);
    const cloud = { ...fields, redirect_uri: REDIRECT_URIS.us };
    await assertRefused(await postFromConsole(browser, cloud), /wrong address/, 400);
    const elsewhere = { ...fields, client_id: other.clientId };
    await assertRefused(await postFromConsole(browser, elsewhere), /not connected here/);
    const [header = '', , signature = ''] = (fields['id_token_hint'] ?? '').split('.');
    const victim = { ...decodeJwt(fields['id_token_hint'] ?? ''), preferred_username: 'victim' };
    const changed = Buffer.from(JSON.stringify(victim)).toString('base64url');
    const forged = { ...fields, id_token_hint: [header, changed, signature].join('.') };
    await assertRefused(await postFromConsole(browser, forged), /not signed by Microsoft/);
    const { privateKey } = await generateKeyPair('RS256');
    const { kid = '' } = JSON.parse(Buffer.from(header, 'base64url').toString());
    const resigned = await new SignJWT(victim)
      .setProtectedHeader({ alg: 'RS256', kid })
      .sign(privateKey);
    await assertRefused(
      await postFromConsole(browser, { ...fields, id_token_hint: resigned }),
      /not signed by Microsoft/,
    );
  });

  it('its outcome is told to the session that began it alone, and only once it is there', async () => {
    const { person, browser } = await administrator();
    const fields = await begin(browser);
    const trialId = trialIn(fields);
    assert.equal((await read(browser, trialId)).status, 404);
    const signInId = signInIdOf(await postFromConsole(browser, fields));
    assert.equal((await read(browser, trialId)).value.state, 'waiting');
    assert.equal(await prove(browser, person, signInId), trialId);
    assert.equal((await read((await administrator()).browser, trialId)).status, 404);
    const again = world.browser();
    world.clock.advance(MINUTE);
    await again.signIn(person);
    assert.equal((await read(again, trialId)).status, 404);
    assert.equal((await read(browser, trialId)).value.state, 'verified');
  });

  it('that is given up, or takes too long, says so', async () => {
    const { browser } = await administrator();
    const fields = await begin(browser);
    const signInId = signInIdOf(await postFromConsole(browser, fields));
    await browser.call('getSignIn', { params: { signInId } });
    await browser.call('cancelSignIn', { params: { signInId } });
    assert.equal((await read(browser, trialIn(fields))).value.state, 'failed');
    const slow = await begin(browser);
    signInIdOf(await postFromConsole(browser, slow));
    world.clock.advance(11 * MINUTE);
    assert.equal((await read(browser, trialIn(slow))).value.state, 'too-late');
  });
}, prepareDatabase);
