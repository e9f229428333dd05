import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import {
  newAlert,
  newAlertTarget,
  newCase,
  newMessage,
} from '../../apps/server/src/sql/testing/fixtures.ts';
import { newApproval } from '../../apps/server/src/sql/testing/help-fixtures.ts';
import {
  newHardwareToken,
  newImportRun,
} from '../../apps/server/src/sql/testing/people-fixtures.ts';
import { cursorOf } from '../../packages/contract/src/cursor-of.ts';
import type { EndpointName } from '../../packages/contract/src/endpoints.ts';
import { SCHEMAS, type Shape } from '../../packages/contract/src/schemas.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Answer, Browser, Sent } from '../harness/world/browser.ts';
import { orderKey, programOf } from '../harness/world/key.ts';
import type { Person } from '../harness/world/person.ts';
import { ALL_ENDPOINTS, bodyFor, endpointOf } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** More than a page of any list has. */
const ENTRIES = 130;
const MOST_OF_A_PAGE = 100;
const DAY_MS = 24 * 60 * 60_000;
const MOST_PAGES = 12;

/** Answers that are whole, each with what bounds it: a list that is not here goes on by a cursor. */
const WHOLE: Readonly<Partial<Record<EndpointName, string>>> = {
  getConfiguration: 'set in the configuration',
  getSignIn: 'methods of one person have limits',
  getSessions: 'sessions of one person',
  getMyApps: 'applications of one person',
  getSecurityInfo: 'methods of one person have limits',
  getSetUpOptions: 'closed lists',
  getBinding: 'a closed list',
  listRememberedBrowsers: 'browsers of one person',
  listAppPasswords: 'one person, 40',
  getUser: 'one person',
  getVoice: 'a closed list',
  getLanguage: 'a closed list',
  getAttempt: 'one attempt, 500 records',
  listAlertTargets: 'as many as can be added',
  listExports: 'five of one caller, for a day',
  listGroups: '500 at most',
  getPolicy: 'a closed list',
  listApiKeys: 'made one by one, by people',
  listTenants: 'made one by one, by people',
  listApplications: 'made one by one, by people',
  getCoverage: 'a number for each group and day',
  getVerification: 'methods of one person have limits',
};

const PAGED = ALL_ENDPOINTS.filter((name) => cursorOf(name) !== undefined);
/** Goes through people page by page, and writes to them. */
const ACTS: readonly EndpointName[] = ['sendReminders'];

/** What a list is asked so that it has entries; where nothing stands here, as little as it takes. */
const ASKED: Readonly<Partial<Record<EndpointName, Readonly<Record<string, unknown>>>>> = {
  readReport: { report: 'blocked' },
  listLockedOut: { answer: { question: 'methods', value: { everybody: ['passkey'], groups: [] } } },
};

/** Whether an answer has a list at its top. */
function hasList({ response }: Shape): boolean {
  if (response === undefined) return false;
  const { properties = {} } = response.toJSONSchema({ unrepresentable: 'any' });
  return Object.values(properties).some((one) => typeof one === 'object' && one.type === 'array');
}

const entriesOf = (answer: Answer<unknown>): readonly unknown[] => {
  const list = Object.values(JSON.parse(answer.text)).find((one) => Array.isArray(one));
  assert.ok(Array.isArray(list), answer.text);
  return list;
};

const nextOf = ({ text }: Answer<unknown>): string | undefined => {
  const { next }: { readonly next?: string } = JSON.parse(text);
  return next;
};

/** Made of a cursor of this list, and of one of another. */
const notCursors = (own: string, foreign: string): readonly string[] => [
  'x',
  '.',
  foreign,
  `${own}x`,
  `x${own}`,
  own.slice(0, -1),
  own.slice(own.indexOf('.') + 1),
  own.toUpperCase(),
  `${foreign.split('.')[0]}.${own}`,
];

const fieldsOf = (name: EndpointName): readonly string[] => {
  const cursor = cursorOf(name);
  return cursor === undefined ? [] : [`${cursor.where}.${cursor.field}`];
};

forEachStore((store) => {
  let world: World;
  let boss: Person;
  let browser: Browser;
  let person: Person;
  before(async () => {
    world = await makeWorld(store);
    boss = await world.person({ login: 'boss', role: 'owner', apps: 1 });
    person = await world.person({ login: 'kim', apps: 1 });
    await fillLists();
    browser = world.browser();
    await browser.signIn(boss);
  });
  after(() => world.close());

  /** Of everything as much as takes pages, much of it in one moment. */
  async function fillLists(): Promise<void> {
    const now = world.clock.now();
    const times = Array.from({ length: ENTRIES }, (_, n) => new Date(now.getTime() + (n >> 5)));
    const ids: Person['id'][] = [];
    for (let n = 0; n < ENTRIES; n += 1) {
      ids.push((await world.person({ login: `listed-${n}`, apps: 1 })).id);
    }
    await world.database.transact('fact', async (tx) => {
      const target = newAlertTarget();
      await tx.alerts.addTarget(target);
      for (const [n, at] of times.entries()) {
        await tx.hardwareTokens.insert(newHardwareToken({ userId: undefined }));
        await tx.imports.insert({ ...newImportRun(boss.id), startedAt: at });
        const expiresAt = new Date(at.getTime() + DAY_MS);
        await tx.approvals.insert(newApproval(person.id, { createdAt: at, expiresAt }));
        await tx.cases.open(newCase({ userId: person.id, createdAt: at }));
        const message = newMessage(person.id);
        await tx.outbox.enqueue(message);
        await tx.outbox.accepted(message.id, `told-${n}`);
        const alert = { ...newAlert(target.id), createdAt: at, outboxId: message.id };
        await tx.alerts.record(alert);
        const reminder = { userId: ids[n] ?? person.id, at, cause: 'by-hand', by: 'boss' } as const;
        await tx.rollOut.addReminder({ ...reminder, day: '2026-01-01', about: 'by-hand' });
      }
      const actor = { type: 'user', id: boss.id } as const;
      const rows = times.flatMap((at) =>
        [person.id, boss.id].map((id) => ({
          event: 'authz_admin' as const,
          outcome: 'success' as const,
          actor,
          target: { type: 'user', id } as const,
          detail: { action: 'blocked', why: 'a test' },
          at,
        })),
      );
      for (const { at, ...row } of rows) await tx.audit.append([row], at);
    });
  }

  /** A page of a list, of `kim` where it is about somebody. */
  function requestFor(by: Browser, name: EndpointName, place?: string): Sent {
    const cursor = cursorOf(name);
    assert.ok(cursor);
    const at = place === undefined ? {} : { [cursor.field]: place };
    const isInBody = cursor.where === 'body';
    const shape: Shape = SCHEMAS[name];
    const body =
      shape.body === undefined
        ? undefined
        : { ...bodyFor(name), ...ASKED[name], ...(isInBody ? at : {}) };
    const params = { userId: person.id };
    const query = isInBody ? {} : at;
    return by.request(name, { params, query, body });
  }

  const ask = (by: Browser, name: EndpointName, place?: string): Promise<Answer<unknown>> =>
    by.send(requestFor(by, name, place));

  async function walk(name: EndpointName): Promise<readonly string[]> {
    const found: string[] = [];
    let place: string | undefined;
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const answer = await ask(browser, name, place);
      assert.equal(answer.status, 200, `${name} ${answer.text}`);
      const entries = entriesOf(answer);
      assert.ok(entries.length <= MOST_OF_A_PAGE, name);
      found.push(...entries.map((entry) => JSON.stringify(entry)));
      place = nextOf(answer);
      if (place === undefined) return found;
    }
    return found;
  }

  it('every list of the contract goes on by a cursor, or says what bounds it', () => {
    const unbounded = ALL_ENDPOINTS.filter(
      (name) =>
        endpointOf(name).method === 'GET' &&
        hasList(SCHEMAS[name]) &&
        !PAGED.includes(name) &&
        WHOLE[name] === undefined,
    );
    assert.deepEqual(unbounded, []);
    assert.ok(PAGED.length >= 12);
  });

  for (const name of PAGED.filter((one) => !ACTS.includes(one))) {
    it(`${name} has pages of ${MOST_OF_A_PAGE} at most, and each entry once, in one order, also of one moment`, async () => {
      const first = await walk(name);
      assert.ok(first.length >= ENTRIES, `${name}: ${first.length}`);
      assert.equal(new Set(first).size, first.length);
      const again = await walk(name);
      assert.deepEqual(again.slice(-ENTRIES), first.slice(-ENTRIES));
    });
  }

  it('K14 a cursor that is garbled, of another list, of another question or of somebody else is 400, of every list', async () => {
    const other = world.browser();
    await other.signIn(await world.person({ login: 'other-boss', role: 'owner', apps: 1 }));
    const places = new Map<EndpointName, string>();
    for (const name of PAGED.filter((one) => !ACTS.includes(one))) {
      const next = nextOf(await ask(browser, name));
      assert.ok(next, name);
      places.set(name, next);
    }
    for (const name of PAGED) {
      const own = places.get(name);
      const foreign = [...places].find(([one]) => one !== name)?.[1] ?? '';
      for (const place of notCursors(own ?? '', foreign)) {
        const refused = await ask(browser, name, place);
        assert.deepEqual(
          [refused.status, refused.problem?.code, refused.problem?.fields],
          [400, 'invalid_request', fieldsOf(name)],
          `${name} ${place} ${refused.text}`,
        );
      }
      if (own === undefined) continue;
      assert.equal((await ask(other, name, own)).status, 400, name);
      assert.equal((await ask(browser, name, own)).status, 200, name);
    }
    const searched = { body: { search: 'listed', after: places.get('searchUsers') } };
    assert.equal((await browser.call('searchUsers', searched)).status, 400);
  });

  it("K14 a key goes on by its own cursors, and by nobody else's", async () => {
    for (const name of PAGED.filter((one) => !ACTS.includes(one))) {
      const { scope } = endpointOf(name);
      if (scope === undefined) continue;
      const program = programOf(world, (await orderKey(world, [scope])).key);
      const send = (place?: string) => {
        const { path, body } = requestFor(program.browser, name, place);
        return program.browser.send({ ...program.requestOf(name), path, body });
      };
      const next = nextOf(await send());
      assert.ok(next, name);
      assert.equal((await send(next)).status, 200, name);
      const ofBoss = nextOf(await ask(browser, name));
      assert.equal((await send(ofBoss)).status, 400, name);
    }
  });
}, prepareDatabase);
