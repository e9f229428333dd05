import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { auditLine } from '../../apps/server/src/audit/audit-line.ts';
import { PAGES } from '../../apps/server/src/http/pages.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser } from '../harness/world/browser.ts';
import { codeOf, codeTexted, makeNumbers } from '../harness/world/outputs.ts';
import { callAny, endpointOf, endpointsFor, type Ids } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const MINUTE = 60_000;
const LABELS = {
  kept: ['<img src=x onerror=alert(1)>', '"><script>alert(1)</script>', '=HYPERLINK("x")', 'Ω'],
  refused: ['a\r\nb', 'a\u0000b', '\u202Egnp.exe', 'a\u2028b', 'x'.repeat(65), 'x'.repeat(10_000)],
} as const;

/** Keeps every answer that this browser gets from now on. */
function record(browser: Browser): readonly Answer<unknown>[] {
  const answers: Answer<unknown>[] = [];
  const send = browser.send.bind(browser);
  browser.send = async (sent) => {
    const answer = await send(sent);
    answers.push(answer);
    return answer;
  };
  return answers;
}

const wordsOf = ({ text, headers }: Answer<unknown>): string =>
  [text, ...Object.entries(headers).map(String)].join('\n');

/** More of a number than its last two digits, however it is written: any six of its digits in a row. */
function partsOf(e164: string): readonly string[] {
  const digits = e164.slice(1);
  return Array.from({ length: digits.length - 5 }, (_, at) => digits.slice(at, at + 6));
}

function assertNoNumber(words: string, numbers: readonly string[]): void {
  for (const part of numbers.flatMap(partsOf)) {
    // Ids and times have long rows of digits of their own: what stands alone is a number.
    const found = new RegExp(`(?<![0-9a-f-])\\+?${part}|${part}(?![0-9a-f-])`).test(words);
    assert.ok(!found, `${part} in ${words}`);
  }
  assert.ok(!/X{4}\d{3}/.test(words), words);
}

const confirm = (browser: Browser, bindingId: string, output: string) =>
  browser.call('confirmBinding', { params: { bindingId }, body: { output } });

async function startApp(browser: Browser, name?: string) {
  const answer = await browser.call('bindApp', { body: name === undefined ? {} : { name } });
  assert.equal(answer.status, 201, answer.text);
  return answer;
}

forEachStore((store) => {
  let world: World;
  before(async () => {
    world = await makeWorld(store, { phones: true, config: { logLevel: 'trace' } });
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  async function signedIn(role: 'user' | 'administrator' = 'user') {
    made += 1;
    const person = await world.person({ login: `owner-${made}`, apps: 1, role });
    const browser = world.browser();
    await browser.signIn(person);
    return { person, browser };
  }

  /** Everything that can be read: all endpoints that read, all pages, the audit log, the log. */
  async function crawl(browser: Browser, ids: Ids): Promise<string> {
    const names = endpointsFor('public', 'pre-auth', 'session', 'fresh-session', 'set-up');
    const answers: Answer<unknown>[] = [];
    for (const name of names.filter((one) => endpointOf(one).method === 'GET')) {
      answers.push(await callAny(browser, name, { ids }));
    }
    for (const path of PAGES) {
      answers.push(await browser.send({ ...browser.request('getSession'), path }));
    }
    const lines = (await world.audit()).map(auditLine);
    return [...answers.map(wordsOf), ...lines, ...world.logLines].join('\n');
  }

  it('D09 a seed is in the answer that shows it and in nothing that can be read later', async () => {
    const { browser } = await signedIn();
    const answer = await startApp(browser);
    const { secret, binding, uri } = answer.value;
    assert.equal(answer.headers['cache-control'], 'no-store');
    assert.ok(uri.includes(secret));
    const ids = { bindingId: binding.id };
    assert.ok(!(await crawl(browser, ids)).includes(secret), 'while it is pending');
    const confirmed = await confirm(browser, binding.id, codeOf(world, secret));
    assert.equal(confirmed.status, 200, confirmed.text);
    assert.ok(!confirmed.text.includes(secret));
    assert.ok(!(await crawl(browser, ids)).includes(secret), 'to its owner');
    const admin = await signedIn('administrator');
    assert.ok(!(await crawl(admin.browser, ids)).includes(secret), 'to an administrator');
  });

  it('D09 a pending seed is dead after ten minutes', async () => {
    const { person, browser } = await signedIn();
    const { value } = await startApp(browser);
    world.clock.advance(10 * MINUTE);
    const { value: stepUp } = await browser.call('beginStepUp', { body: {} });
    assert.equal((await browser.verify(stepUp, person.code())).status, 200);
    const late = await confirm(browser, value.binding.id, codeOf(world, value.secret));
    assert.equal(late.status, 410, late.text);
  });

  it('D10 each start has a seed of its own of 160 bits, and ends the one before', async () => {
    const { browser } = await signedIn();
    const [{ value: first }, { value: second }] = [
      await startApp(browser),
      await startApp(browser),
    ];
    assert.match(first.secret, /^[A-Z2-7]{32}$/);
    assert.match(second.secret, /^[A-Z2-7]{32}$/);
    assert.notEqual(first.secret, second.secret);
    const old = codeOf(world, first.secret);
    assert.equal((await confirm(browser, first.binding.id, old)).status, 410);
    assert.equal((await confirm(browser, second.binding.id, old)).status, 401);
    const done = await confirm(browser, second.binding.id, codeOf(world, second.secret));
    assert.equal(done.status, 200, done.text);
  });

  it('D17 a name is refused, or comes back as the text it is (pages are in the browser tests)', async () => {
    const { person, browser } = await signedIn();
    const methodId = person.apps[0]?.id ?? '';
    for (const name of LABELS.refused) {
      const renamed = await browser.call('renameMethod', { params: { methodId }, body: { name } });
      const bound = await browser.call('bindApp', { body: { name } });
      assert.deepEqual([renamed.status, bound.status], [400, 400], JSON.stringify(name));
    }
    for (const name of LABELS.kept) {
      const renamed = await browser.call('renameMethod', { params: { methodId }, body: { name } });
      assert.equal(renamed.status, 200, renamed.text);
      assert.equal(renamed.value.methods.find(({ id }) => id === methodId)?.name, name);
      assert.match(String(renamed.headers['content-type']), /^application\/json/);
      assert.equal(renamed.headers['x-content-type-options'], 'nosniff');
    }
  });

  it('D17 no name leaves the house in a message', async () => {
    const { browser, person } = await signedIn();
    const { value } = await startApp(browser, LABELS.kept[0]);
    await confirm(browser, value.binding.id, codeOf(world, value.secret));
    const { text } = await world.sink.waitForMail(person.email);
    assert.ok(!text.includes('<'), text);
  });

  it('D18 U09 before the first factor nothing of a number, after it the last two digits only', async () => {
    const phones = { mobile: newNumber(), office: newNumber(), alternate: newNumber() };
    const person = await world.person({ login: 'reachable', phones, recoveryCodes: 2 });
    const numbers = [...Object.values(phones), newNumber()];
    const browser = world.browser();
    const answers = record(browser);

    const wrong = { login: person.login, password: 'a wrong one' };
    await browser.call('beginSignIn', { body: wrong });
    for (const name of endpointsFor('public', 'session', 'pre-auth', 'set-up')) {
      await callAny(browser, name, { body: {} });
    }
    assert.ok(!answers.map(wordsOf).some((words) => /X{4}/.test(words)));
    const strangers = answers.length;

    const begun = await browser.begin(person);
    await browser.call('getSignIn', { params: { signInId: begun.id } });
    await browser.verify(begun, '000000');
    const called = await browser.choose(begun, 'spoken-code', 'office');
    assert.equal(called.value.challenge?.option.slot, 'office', called.text);
    const texted = await browser.choose(begun, 'text', 'alternate');
    const code = await codeTexted(world, phones.alternate);
    assert.equal((await browser.verify(texted.value, code)).status, 200);
    await browser.call('getSession');
    await browser.call('getSecurityInfo');
    const body = { slot: 'mobile', number: numbers[3], country: 'US', via: 'text' };
    const { value, status } = await browser.call('bindPhone', { body });
    assert.equal(status, 201);
    const params = { bindingId: value.id };
    await browser.call('getBinding', { params });
    await browser.call('confirmBinding', { params, body: { output: '000000' } });
    const output = await codeTexted(world, numbers[3] ?? '');
    const bound = await browser.call('confirmBinding', { params, body: { output } });
    assert.equal(bound.status, 200, bound.text);
    await browser.call('getSecurityInfo');

    assert.ok(answers.length > strangers + 10);
    assert.throws(() => assertNoNumber(JSON.stringify(body), numbers), 'the search is blind');
    for (const answer of answers) assertNoNumber(wordsOf(answer), numbers);
    for (const line of [...world.logLines, ...(await world.audit()).map(auditLine)]) {
      assertNoNumber(line, numbers);
      assert.ok(!line.includes('XXXX'), line);
    }
  });
}, prepareDatabase);
