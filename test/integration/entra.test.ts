import assert from 'node:assert/strict';
import { it } from 'node:test';
import { makeEntraPerson, type EntraStandIn, readForm } from '../harness/entra/stand-in.ts';
import {
  askFor,
  type Connected,
  connect,
  fetchAnswer,
  finishVisit,
  post,
  readProvider,
  visit,
  type Visit,
} from '../harness/entra/visit.ts';
import { assertionFor } from '../harness/world/browser.ts';
import { useEntra } from '../harness/entra/setting.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { codeTexted, makeNumbers, wrongCode } from '../harness/world/outputs.ts';
import type { Person } from '../harness/world/person.ts';
import { prepareDatabase, type World } from '../harness/world/world.ts';

const byApp = async ({ browser, signIn }: Visit, person: Person) => {
  const asked =
    signIn.challenge?.option.type === 'totp'
      ? signIn
      : (await browser.choose(signIn, 'totp')).value;
  const answer = await browser.verify(asked, person.code());
  assert.equal(answer.status, 200, answer.text);
  return answer;
};

forEachStore((store) => {
  let world: World;
  let entra: EntraStandIn;
  let contoso: Connected;
  const newNumber = makeNumbers();
  const somebody = useEntra(store, { phones: true }, (setting) => {
    ({ world, entra, contoso } = setting);
  });

  it('an app code answers Entra, and signs nobody in here', async () => {
    const { person, there } = await somebody();
    const came = await visit(contoso, there);
    assert.equal(came.signIn.purpose, 'relying-party');
    assert.equal(came.signIn.relyingParty, contoso.party.name);
    const { value, setCookies } = await byApp(came, person);
    assert.deepEqual(setCookies, []);
    assert.deepEqual([value.state, value.returnTo], ['completed', '/entra/answer']);
    assert.equal((await came.browser.call('getSession')).status, 401);
    const { page, payload } = await finishVisit(contoso, came);
    assert.deepEqual([payload['acr'], payload['amr']], ['possessionorinherence', ['otp']]);
    const policy = String(page.headers['content-security-policy']);
    assert.match(policy, /script-src 'self';/);
    assert.doesNotMatch(policy, /form-action/);
    const success = (await world.audit('mfa.success')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    assert.equal(success.length, 1);
    assert.equal(
      (await world.audit('session_created')).some(({ actor }) => actor?.id === person.id),
      false,
    );
  });

  it('a text answers Entra', async () => {
    const mobile = newNumber();
    const { person, there } = await somebody({ apps: 0, phones: { mobile } });
    const came = await visit(contoso, there);
    const code = await codeTexted(world, mobile);
    const { status, text } = await came.browser.verify(came.signIn, code);
    assert.equal(status, 200, text);
    const { payload } = await finishVisit(contoso, came);
    assert.deepEqual(payload['amr'], ['sms']);
    assert.equal((await world.database.stores.users.find(person.id))?.failedSteps, 0);
  });

  it('a call answers Entra', async () => {
    const office = newNumber();
    const { there } = await somebody({ apps: 0, phones: { office }, prefers: 'call' });
    const came = await visit(contoso, there);
    const { sid } = await world.sink.waitForCall(office);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press');
    world.sink.press(sid, '#');
    await world.sink.waitForEnd(sid);
    const params = { signInId: came.signIn.id };
    const { status, text } = await came.browser.call('completeSignIn', { params });
    assert.equal(status, 200, text);
    const { payload } = await finishVisit(contoso, came);
    assert.deepEqual(payload['amr'], ['tel']);
  });

  it('a passkey answers Entra', async () => {
    const { person, there } = await somebody({ passkeys: [{}], prefers: 'passkey' });
    const came = await visit(contoso, there);
    const { status, text } = await came.browser.verify(
      came.signIn,
      assertionFor(person, came.signIn),
    );
    assert.equal(status, 200, text);
    const { payload } = await finishVisit(contoso, came);
    assert.deepEqual(payload['amr'], ['fido']);
  });

  it('what is to be done here first does not keep Microsoft waiting', async () => {
    const { person, there } = await somebody();
    const reset = { hash: 'a hash', mustChange: true };
    await world.database.transact('fact', (tx) => tx.users.replacePassword(person.id, reset));
    const came = await visit(contoso, there);
    assert.equal((await byApp(came, person)).value.state, 'completed');
    await finishVisit(contoso, came);
    const user = await world.database.stores.users.find(person.id);
    assert.equal(user?.mustChangePassword, true);
  });

  it('a request without state and nonce gets an answer without them', async () => {
    const { person, there } = await somebody();
    const came = await visit(contoso, there, {
      parameters: { state: undefined, nonce: undefined },
    });
    await byApp(came, person);
    const { payload } = await finishVisit(contoso, came);
    assert.ok(!('nonce' in payload));
  });

  it('only what was asked for is offered, and nothing else can be started', async () => {
    const phones = { mobile: newNumber() };
    const { there } = await somebody({ phones, recoveryCodes: 2, prefers: 'totp' });
    const claims = JSON.stringify({
      id_token: { acr: { values: ['possession'] }, amr: { values: ['sms', 'face'] } },
    });
    const { browser, signIn } = await visit(contoso, there, { parameters: { claims } });
    assert.deepEqual(
      signIn.options.map(({ type }) => type),
      ['text'],
    );
    assert.equal(signIn.challenge?.option.type, 'text');
    const all = await visit(contoso, there);
    const foreign = all.signIn.options.find(({ type }) => type === 'totp');
    assert.ok(all.signIn.options.every(({ type }) => type !== 'saved-recovery-code'));
    const params = { signInId: signIn.id };
    const started = await browser.call('issueChallenge', {
      params,
      body: { optionId: foreign?.id ?? '' },
    });
    assert.equal(started.problem?.code, 'method_unavailable');
  });

  for (const [name, acr] of [
    ['the type of the first factor', 'inherence'],
    ['an acr nobody knows', 'toString'],
  ]) {
    it(`${name} cannot be given, and Entra is told so`, async () => {
      const { there } = await somebody();
      const claims = JSON.stringify({
        id_token: { acr: { values: [acr] }, amr: { values: ['otp', 'face'] } },
      });
      const form = await askFor(contoso, there, { parameters: { claims } });
      const { status, text } = await post(world.browser(), form);
      assert.equal(status, 403);
      assert.match(text, /nothing_accepted/);
      assert.deepEqual(readForm(text), {
        action: form.get('redirect_uri'),
        fields: { error: 'access_denied', state: form.get('state') },
      });
    });
  }

  it('somebody with no method that is taken is told who helps, and Entra gets an error', async () => {
    const { there } = await somebody({ apps: 0, recoveryCodes: 1 });
    const { browser, signIn, form } = await visit(contoso, there);
    assert.deepEqual([signIn.state, signIn.options.length], ['needs-help', 0]);
    const params = { signInId: signIn.id };
    assert.equal((await browser.call('cancelSignIn', { params })).status, 204);
    const page = await fetchAnswer(browser);
    assert.deepEqual(readForm(page.text)?.fields, {
      error: 'access_denied',
      state: form.get('state'),
    });
  });

  it('whoever gives up, fails too often, or takes too long is not verified', async () => {
    const given = await somebody();
    const up = await visit(contoso, given.there);
    await up.browser.call('cancelSignIn', { params: { signInId: up.signIn.id } });
    const failed = await somebody();
    const often = await visit(contoso, failed.there);
    for (let n = 0; n < 6; n += 1)
      await often.browser.verify(often.signIn, wrongCode(world, failed.person));
    for (const { browser, form } of [up, often]) {
      const page = await fetchAnswer(browser);
      assert.deepEqual(readForm(page.text)?.fields, {
        error: 'access_denied',
        state: form.get('state'),
      });
      assert.equal((await fetchAnswer(browser)).status, 410);
    }
    const slow = await somebody();
    const late = await visit(contoso, slow.there);
    await byApp(late, slow.person);
    world.clock.advance(10 * 60_000);
    const page = await fetchAnswer(late.browser);
    assert.match(page.text, /took too long/);
    assert.equal(readForm(page.text)?.fields['id_token'], undefined);
    assert.doesNotMatch(page.text, /<script/);
  });

  it('wrong codes for Entra count against the account as everywhere', async () => {
    const { person, there } = await somebody();
    const came = await visit(contoso, there);
    for (let n = 0; n < 5; n += 1) await came.browser.verify(came.signIn, wrongCode(world, person));
    assert.equal((await world.database.stores.users.find(person.id))?.failedSteps, 5);
    const begun = await world.browser().call('beginSignIn', {
      body: { login: person.login, password: person.password },
    });
    assert.equal(begun.problem?.code, 'too_many_attempts');
    const again = await post(world.browser(), await askFor(contoso, there));
    assert.equal(again.status, 429);
    assert.equal(readForm(again.text)?.fields['error'], 'temporarily_unavailable');
  });

  it('one request has one answer, for the browser that brought it', async () => {
    const { person, there } = await somebody();
    const came = await visit(contoso, there);
    assert.equal((await fetchAnswer(came.browser)).status, 303);
    await byApp(came, person);
    assert.equal((await fetchAnswer(world.browser())).status, 410);
    const pages = await Promise.all(Array.from({ length: 10 }, () => fetchAnswer(came.browser)));
    const answered = pages.filter(({ text }) => readForm(text)?.fields['id_token'] !== undefined);
    assert.equal(answered.length, 1);
  });

  it('a hint is good once, however it is spelt, and leaves nothing the second time', async () => {
    const { there } = await somebody();
    const { form } = await visit(contoso, there);
    const hint = form.get('id_token_hint') ?? '';
    const last = hint.at(-1) ?? '';
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    // The last letter of a signature has four bits that mean nothing.
    const twin = alphabet[alphabet.indexOf(last) ^ 1] ?? '';
    for (const spelt of [hint, `${hint.slice(0, -1)}${twin}`]) {
      form.set('id_token_hint', spelt);
      form.set('state', 'another state');
      const again = await post(world.browser(), form);
      assert.equal(again.status, 403);
      assert.deepEqual(again.setCookies, []);
      assert.equal(readForm(again.text), undefined);
    }
    const reasons = (await world.audit('authz_fail')).map(({ reason }) => reason);
    assert.ok(reasons.includes('entra:replayed'));
  });

  it('ten posts of one hint in one moment start one sign-in', async () => {
    const { there, person } = await somebody();
    const form = await askFor(contoso, there);
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => post(world.browser(), form)),
    );
    assert.equal(answers.filter(({ status }) => status === 303).length, 1);
    const begun = (await world.audit('mfa.challenge.created')).filter(
      ({ actor }) => actor?.id === person.id,
    );
    assert.equal(begun.length, 1);
    assert.equal(begun[0]?.detail?.['relyingParty'], contoso.party.name);
  });

  it('people are tied by their object ID once they have proved it, and stay so under a new name', async () => {
    const { person, there } = await somebody();
    await visit(contoso, there);
    const { links } = world.database.stores;
    assert.equal(await links.find(contoso.party.id, there.oid), undefined);
    const came = await visit(contoso, there);
    await byApp(came, person);
    await finishVisit(contoso, came);
    assert.equal(await links.find(contoso.party.id, there.oid), person.id);
    world.clock.advance(30_000);
    const renamed = { ...there, preferred_username: 'somebody-else@contoso.example' };
    await byApp(await visit(contoso, renamed), person);
    // Whoever gets the old name there gets no account here with it.
    const successor = makeEntraPerson(person.login);
    const refused = await post(world.browser(), await askFor(contoso, successor));
    assert.match(refused.text, /linked_elsewhere/);
  });

  it('whoever is unknown, or not to be linked, is refused; an operator may have accounts made', async () => {
    const strict = await connect(world, entra, { link: 'none' });
    const { there } = await somebody();
    for (const [party, person] of [
      [contoso, makeEntraPerson('new@contoso.example')],
      [strict, there],
    ] as const) {
      const { status, text } = await post(world.browser(), await askFor(party, person));
      assert.equal(status, 403);
      assert.match(text, /not_linked/);
    }
    const open = await connect(world, entra, { createsAccounts: true, registersInline: true });
    const newcomer = makeEntraPerson('newcomer@contoso.example');
    const came = await visit(open, newcomer);
    assert.equal(came.signIn.state, 'set-up');
    await setUpByCall(came);
    const { payload } = await finishVisit(open, came);
    assert.deepEqual(payload['amr'], ['tel']);
    const user = await world.database.stores.users.findByLoginKey('newcomer@contoso.example');
    assert.deepEqual([user?.state, user?.passwordHash], ['enforced', undefined]);
    assert.equal((await visit(open, newcomer)).signIn.state, 'second-step');
  });

  /** The number serves texts and calls; what is told is what was done. */
  async function setUpByCall({ browser, signIn }: Visit): Promise<void> {
    const number = newNumber();
    const options = await browser.call('getSetUpOptions');
    assert.equal(options.value.app, true);
    const body = { slot: 'mobile', number, country: 'US', via: 'call' };
    const begun = await browser.call('bindPhone', { body });
    assert.equal(begun.status, 201, begun.text);
    const early = await browser.call('finishSetUp', { params: { signInId: signIn.id } });
    assert.equal(early.problem?.code, 'set_up_required');
    const { sid } = await world.sink.waitForCall(number);
    world.sink.answer(sid);
    await world.sink.waitForSpoken(sid, 'press');
    world.sink.press(sid, '#');
    await world.sink.waitForEnd(sid);
    const confirmed = await browser.call('confirmBinding', {
      params: { bindingId: begun.value.id },
      body: {},
    });
    assert.equal(confirmed.status, 200, confirmed.text);
    const finished = await browser.call('finishSetUp', { params: { signInId: signIn.id } });
    assert.equal(finished.status, 200, finished.text);
    assert.deepEqual(finished.setCookies, []);
  }

  it('a set-up on the way offers only what the request takes, and needs the operator\u2019s word', async () => {
    const { there } = await somebody({ apps: 0 });
    assert.equal((await visit(contoso, there)).signIn.state, 'needs-help');
    const open = await connect(world, entra, { registersInline: true });
    const claims = JSON.stringify({
      id_token: { acr: { values: ['possession'] }, amr: { values: ['otp'] } },
    });
    const { browser } = await visit(open, there, { parameters: { claims } });
    const { value } = await browser.call('getSetUpOptions');
    assert.deepEqual([value.app, value.slots], [true, []]);
    const boss = await somebody({ apps: 0, role: 'administrator' });
    assert.equal((await visit(open, boss.there)).signIn.state, 'needs-help');
    const cleared = await somebody({ apps: 0, registration: { kind: 'pass' } });
    assert.equal((await visit(open, cleared.there)).signIn.state, 'needs-help');
  });

  it('a blocked account, and one that is not active, are refused', async () => {
    const { person, there } = await somebody();
    const until = new Date(world.clock.now().getTime() + 60_000);
    await world.database.transact('fact', (tx) =>
      tx.users.change(person.id, { blockedUntil: until }),
    );
    const blocked = await post(world.browser(), await askFor(contoso, there));
    assert.match(blocked.text, /blocked/);
    assert.equal(readForm(blocked.text)?.fields['error'], 'access_denied');
    const gone = await somebody({ active: false });
    assert.match(
      (await post(world.browser(), await askFor(contoso, gone.there))).text,
      /not_linked/,
    );
  });

  it('an account that is blocked after its proof is not vouched for', async () => {
    const { person, there } = await somebody();
    const came = await visit(contoso, there);
    await byApp(came, person);
    const until = new Date(world.clock.now().getTime() + 60_000);
    await world.database.transact('fact', (tx) =>
      tx.users.change(person.id, { blockedUntil: until }),
    );
    const { fields } = readForm((await fetchAnswer(came.browser)).text) ?? {};
    assert.equal(fields?.['error'], 'access_denied');
    assert.equal(fields?.['id_token'], undefined);
  });

  it('the documents are what Microsoft\u2019s reference asks for', async () => {
    const browser = world.browser();
    const answer = await browser.send({
      ...browser.request('getSession'),
      path: '/entra/.well-known/openid-configuration',
    });
    assert.equal(Number(answer.headers['content-length']), Buffer.byteLength(answer.text));
    const { metadata } = await readProvider(browser);
    const issuer = `${world.publicUrl}/entra`;
    assert.equal(metadata.issuer, issuer);
    const { authorization_endpoint, ...rest } = { ...metadata, authorization_endpoint: '' };
    assert.equal(authorization_endpoint, '');
    assert.ok(JSON.stringify(rest).includes('"id_token_signing_alg_values_supported":["RS256"]'));
  });
}, prepareDatabase);
