import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { auditLine } from '../../apps/server/src/audit/audit-line.ts';
import type { EndpointName } from '../../packages/contract/src/endpoints.ts';
import { SCHEMAS, type Shape } from '../../packages/contract/src/schemas.ts';
import { SCOPE_NAMES } from '../../packages/contract/src/scopes.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { startWebhookReceiver, type WebhookReceiver } from '../harness/webhook-receiver.ts';
import type { Answer, Browser, Sent } from '../harness/world/browser.ts';
import { fieldNames } from '../harness/world/fields.ts';
import { bearer, orderKey } from '../harness/world/key.ts';
import { findKnown, type Known } from '../harness/world/known.ts';
import { type Armed, armSecrets } from '../harness/world/live-secrets.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import { ALL_ENDPOINTS, endpointOf, type Ids, isWrite, requestTo } from '../harness/world/walk.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

/** What other systems hand a code out for: in the address, in the body, in a header. */
const ASKING = [
  '',
  '?returnCode=true&return_code=1&test=1&debug=true&channel=response&sendCode=false&dryRun=1',
];
const FLIPPED = { returnCode: true, debug: true, test: true, channel: 'response', sendCode: false };
const DEBUGGING = { 'x-debug': '1', 'x-test': 'true', 'x-return-code': 'true' };

/** Random identifiers, times and lengths have digits of their own. */
const NOISE =
  /\d{4}-\d\d-\d\dT[\d:.]+Z|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|"(?:content-length|status|retry-?after|ratelimit[\w-]*)":(?:"(?:[^"\\]|\\.)*"|\d+)|"date":"[^"]*"/gi;

type Told = { readonly name: string; readonly text: string };

const toldBy = (name: string, { text, headers, setCookies }: Answer<unknown>): Told => ({
  name,
  text: `${text}\n${JSON.stringify(headers)}\n${setCookies.join('\n')}`.replaceAll(NOISE, ''),
});

/** But for what it shows to whoever made it. */
const without = ({ name, text }: Told, shown: readonly Shown[]): Told => ({
  name,
  text: shown.reduce((left, { value }) => left.replaceAll(value, ''), text),
});

/** One search over everything; only what was found is looked for in each. */
function assertNothing(told: readonly Told[], known: readonly Known[]): void {
  const all = Buffer.from(told.map(({ text }) => text).join('\n'));
  if (findKnown(all, known).length === 0) return;
  const where = told.flatMap(({ name, text }) =>
    findKnown(Buffer.from(text), known).map((what) => `${name}: ${what}`),
  );
  assert.deepEqual(where, []);
}

/** Reads first: what is written may end what is looked for. */
const inOrder = (): readonly EndpointName[] => [
  ...ALL_ENDPOINTS.filter((name) => !isWrite(name)),
  ...ALL_ENDPOINTS.filter(isWrite),
];

/** Acts on somebody's methods are done for callers who were verified: somebody says how. */
function saidOf(name: EndpointName): Readonly<Record<string, unknown>> {
  const { body }: Shape = SCHEMAS[name];
  const asks = body !== undefined && fieldNames(body).includes('callerVerifiedBy');
  return asks ? { callerVerifiedBy: 'an identity card' } : {};
}

/** Secrets that an answer shows on purpose, to whoever made them, are live from then on. */
type Shown = { readonly what: string; readonly value: string };

const SECRET_FIELDS = new Set(['secret', 'pass', 'password', 'key', 'code', 'codes', 'uri', 'qr']);

function shownIn(value: unknown): readonly Shown[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([field, inner]): readonly Shown[] => {
    if (!SECRET_FIELDS.has(field)) return shownIn(inner);
    return [inner]
      .flat()
      .flatMap((one) =>
        typeof one === 'string' && one.length >= 8 ? [{ what: `shown ${field}`, value: one }] : [],
      );
  });
}

forEachStore((store) => {
  describe(`the crawl, ${store.name}`, () => {
    const newNumber = makeNumbers();
    let world: World;
    let receiver: WebhookReceiver;
    let armed: Armed;
    let made = 0;
    /** Everybody's, dead ones too: nothing may ever have told any of them. */
    const known: Known[] = [];
    const told: Told[] = [];
    before(async () => {
      world = await makeWorld(store, { phones: true, config: { logLevel: 'trace' } });
      receiver = await startWebhookReceiver();
      const boss = await owner();
      const body = { name: 'Watch', kind: 'webhook', address: receiver.url } as const;
      const added = await boss.call('addAlertTarget', { body });
      assert.equal(added.status, 200, added.text);
      await arm();
    });
    after(async () => {
      await receiver.close();
      await world.close();
    });

    async function arm(): Promise<void> {
      armed = await armSecrets(world, newNumber);
      known.push(...armed.known);
    }

    async function owner(): Promise<Browser> {
      made += 1;
      const person = await world.person({ login: `owner-${made}`, role: 'owner', apps: 1 });
      const browser = world.browser();
      await browser.signIn(person);
      return browser;
    }

    /** Each from another address: a walk of the whole contract must not run into its limits. */
    async function send(browser: Browser, name: EndpointName, sent: Sent): Promise<void> {
      made += 1;
      const from = { 'x-forwarded-for': `10.${made >> 16}.${(made >> 8) & 255}.${made & 255}` };
      const answer = await browser.send({ ...sent, headers: { ...sent.headers, ...from } });
      const isShowing = endpointOf(name).once === true && answer.status < 300;
      const shown = isShowing ? shownIn(answer.value) : [];
      known.push(...shown);
      told.push(without(toldBy(`${name} (${answer.status})`, answer), shown));
    }

    const bodiesOf = ({ body }: Sent): readonly (string | undefined)[] =>
      body === undefined
        ? [undefined]
        : [body, JSON.stringify({ ...JSON.parse(body), ...FLIPPED })];

    async function askInEveryWay(browser: Browser, name: EndpointName, sent: Sent): Promise<void> {
      for (const query of ASKING) {
        for (const body of bodiesOf(sent)) {
          const headers = { ...sent.headers, ...DEBUGGING };
          await send(browser, name, { ...sent, path: sent.path + query, headers, body });
        }
      }
    }

    /** About each of those whose secrets are live, where it is about somebody. */
    function subjectsOf(name: EndpointName): readonly Ids[] {
      const { path } = endpointOf(name);
      const wanted = [...path.matchAll(/\{(\w+)\}/g)].map(([, key = '']) => key);
      if (wanted.length === 0) return [{}];
      const fitting = armed.subjects.filter((ids) => wanted.some((key) => key in ids));
      return fitting.length === 0 ? [{}] : fitting;
    }

    it('K13 no answer of any operation has a live code, seed or number in it, for an owner or a key that may do all', async () => {
      const { key } = await orderKey(world, SCOPE_NAMES);
      for (const name of inOrder()) {
        if (!(await armed.isLive())) await arm();
        const session = await owner();
        const program = world.browser();
        for (const ids of subjectsOf(name)) {
          const given = { ids, body: saidOf(name) };
          await askInEveryWay(session, name, requestTo(session, name, given));
          const { headers, ...sent } = requestTo(program, name, given);
          const { origin: _, ...rest } = headers;
          await askInEveryWay(program, name, { ...sent, headers: { ...rest, ...bearer(key) } });
        }
      }
      assert.ok(told.length > 4 * ALL_ENDPOINTS.length, `${told.length} answers`);
      for (const name of ['getUser (200)', 'issuePass (200)', 'resetPasswordOf (200)']) {
        assert.ok(
          told.some((one) => one.name === name),
          name,
        );
      }
      assertNothing(told, known);
    });

    it('K13 no body of a webhook, no line of a log and no record has one either', async () => {
      const boss = await owner();
      const { value } = await boss.call('listAlertTargets');
      const params = { targetId: value.targets[0]?.id ?? '' };
      await boss.call('testAlertTarget', { params });
      await receiver.waitFor(() => true);
      const lines = [
        ...world.logLines.map((text) => ({ name: 'log', text: text.replaceAll(NOISE, '') })),
        ...(await world.audit()).map((row) => ({
          name: 'audit',
          text: auditLine(row).replaceAll(NOISE, ''),
        })),
        ...receiver.received.map(({ raw }) => ({
          name: 'webhook',
          text: raw.replaceAll(NOISE, ''),
        })),
      ];
      assert.ok(receiver.received.length > 0 && world.logLines.length > told.length);
      assertNothing(lines, known);
    });

    it('K13 the search finds what is there', () => {
      for (const one of armed.known) {
        const line = Buffer.concat([
          Buffer.from('{"x":'),
          Buffer.from(one.value),
          Buffer.from('}'),
        ]);
        assert.equal(findKnown(line, [one]).length, 1, one.what);
      }
    });
  });
}, prepareDatabase);
