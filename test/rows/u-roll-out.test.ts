import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { makeKeepCoverage } from '../../apps/server/src/administration/count-coverage.ts';
import { makeRemindByPolicy } from '../../apps/server/src/administration/remind-by-policy.ts';
import { settledPolicy } from '../../apps/server/src/app/live-policy.ts';
import type { Policy } from '../../apps/server/src/domain/policy.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import type { Browser } from '../harness/world/browser.ts';
import { rowsOf } from '../harness/world/dump.ts';
import { makeNumbers } from '../harness/world/outputs.ts';
import type { Person, PersonWanted } from '../harness/world/person.ts';
import { makeWorld, prepareDatabase, type World } from '../harness/world/world.ts';

const REASON = 'the roll-out ends in spring';
const DAY = 24 * 60 * 60_000;

const send = (browser: Browser, body: object) =>
  browser.call('sendReminders', { body: { reason: REASON, ...body } });

forEachStore((store) => {
  let world: World;
  let boss: Browser;
  before(async () => {
    world = await makeWorld(store, { phones: true });
    await again();
  });
  after(() => world.close());

  const newNumber = makeNumbers();
  let made = 0;
  const somebody = (wanted: Omit<PersonWanted, 'login'> = {}): Promise<Person> => {
    made += 1;
    return world.person({ login: `rolled-${made}`, ...wanted });
  };

  /** The clock has moved on: another sign-in. */
  async function again(): Promise<void> {
    boss = world.browser();
    const person = await somebody({ role: 'administrator', passkeys: [{}] });
    assert.equal((await boss.signInByBoth(person)).value.state, 'completed');
  }

  async function groupOf(...people: readonly Person[]): Promise<string> {
    made += 1;
    const naming = { reason: REASON, name: `Group ${made}`, description: '' };
    const { id } = (await boss.call('createGroup', { body: naming })).value;
    const body = { reason: REASON, userIds: people.map((one) => one.id) };
    const added = await boss.call('addGroupMembers', { params: { groupId: id }, body });
    assert.equal(added.status, 200, added.text);
    return id;
  }

  const oneOfEach = async () => ({
    none: await somebody({ state: 'enabled' }),
    phone: await somebody({ phones: { mobile: newNumber() } }),
    app: await somebody({ phones: { mobile: newNumber() }, apps: 1 }),
    passkey: await somebody({ apps: 1, passkeys: [{}] }),
  });

  /** A help desk that looks after one group only. */
  async function deskOf(group: string): Promise<Browser> {
    const staff = await somebody({ role: 'help-desk', apps: 1 });
    const body = { reason: REASON, groups: [group] };
    await boss.call('setUserScope', { params: { userId: staff.id }, body });
    const browser = world.browser();
    await browser.signIn(staff);
    return browser;
  }

  const mailsTo = async (person: Person) =>
    (await rowsOf(world.database, 'outbox_message')).filter(
      (row) => row['user_id'] === person.id && row['kind'] === 'mail',
    ).length;

  /** As the server does it by itself, under this policy. */
  function remind(policy: Partial<Policy>): Promise<void> {
    const { stores, transact } = world.database;
    const current = { ...settledPolicy(world.config), ...policy };
    return makeRemindByPolicy({
      ...stores,
      transact,
      policy: { current: () => current },
      naming: { organisation: 'Example', helpContact: 'the desk', host: 'login.example.org' },
      reach: { mail: true },
      ids: () => crypto.randomUUID(),
      wake: () => undefined,
      clock: world.clock.now,
    })();
  }

  it('counts people by their best, in all and by group, and whoever is limited sees only theirs', async () => {
    const before1 = (await boss.call('getCoverage')).value.coverage;
    const { none, phone, app, passkey } = await oneOfEach();
    const inactive = await somebody({ active: false });
    const [group, other] = [await groupOf(none, phone, app, inactive), await groupOf(passkey, app)];
    const seen = (await boss.call('getCoverage')).value;
    assert.deepEqual(seen.coverage, {
      none: before1.none + 1,
      phone: before1.phone + 1,
      app: before1.app + 1,
      passkey: before1.passkey + 1,
    });
    const ofGroup = (id: string) => seen.groups.find((one) => one.id === id)?.coverage;
    assert.deepEqual(ofGroup(group), { none: 1, phone: 1, app: 1, passkey: 0 });
    assert.deepEqual(ofGroup(other), { none: 0, phone: 0, app: 1, passkey: 1 });

    const desk = await deskOf(group);
    const theirs = (await desk.call('getCoverage')).value;
    assert.deepEqual(theirs.coverage, { none: 1, phone: 1, app: 1, passkey: 0 });
    assert.deepEqual(
      theirs.groups.map(({ id }) => id),
      [group],
    );
    const list = (body: object) => desk.call('listRollOut', { body });
    const logins = async (body: object) =>
      (await list(body)).value.people.map(({ login }) => login);
    assert.deepEqual(
      await logins({}),
      [none, phone, app, inactive].map(({ login }) => login).toSorted(),
    );
    assert.deepEqual(await logins({ coveredBy: 'phone' }), [phone.login]);
    assert.deepEqual(await logins({ coveredBy: 'none', state: 'enabled' }), [none.login]);
    assert.deepEqual(await logins({ group: other }), []);
    const everybody = (await boss.call('listRollOut', { body: { group: other } })).value.people;
    assert.deepEqual(
      everybody.map(({ login, coveredBy, methods }) => [login, coveredBy, methods.toSorted()]),
      [
        [app.login, 'app', ['phone', 'totp']],
        [passkey.login, 'passkey', ['passkey', 'totp']],
      ],
    );
  });

  it('keeps a line for each day, of everybody and of each group', async () => {
    const group = await groupOf(await somebody({ apps: 1 }));
    const { stores, transact } = world.database;
    const keep = makeKeepCoverage({ ...stores, transact, clock: world.clock.now });
    await keep();
    await somebody({ apps: 1 });
    await keep();
    world.clock.advance(DAY);
    await keep();
    await again();
    const { trend, coverage } = (await boss.call('getCoverage')).value;
    assert.equal(trend.length, 2, 'a day that is counted twice has one line');
    assert.equal(trend[1]?.coverage.app, trend[0]?.coverage.app);
    assert.equal(coverage.app, trend[1]?.coverage.app);
    const desk = await deskOf(group);
    const theirs = (await desk.call('getCoverage')).value.trend;
    assert.deepEqual(
      theirs.map((line) => line.coverage.app),
      [1, 1],
    );
  });

  it('reminds by hand whoever has nothing safer, once a day, without a link, and says who was', async () => {
    const { none, phone, app, passkey } = await oneOfEach();
    const all = [none, phone, app, passkey];
    const userIds = all.map(({ id }) => id);
    const before1 = await Promise.all(all.map(mailsTo));
    const sent = await send(boss, { userIds });
    assert.deepEqual(sent.value, { sent: 2, skipped: 2 }, sent.text);
    // The same again, at once and in several places: nobody is told twice that day.
    const repeated = await Promise.all([1, 2, 3].map(() => send(boss, { userIds })));
    assert.deepEqual(
      repeated.map(({ value }) => value.sent),
      [0, 0, 0],
    );
    const mails = await Promise.all(all.map(mailsTo));
    assert.deepEqual(
      mails.map((count, at) => count - (before1[at] ?? 0)),
      [1, 1, 0, 0],
    );
    const mail = await world.sink.waitForMail(none.email, {});
    assert.match(mail.text, /second step/);
    assert.match(mail.text, /no link on purpose/);
    assert.doesNotMatch(mail.text, /https?:\/\//);
    const told = (await boss.call('listReminders', { query: {} })).value.reminders;
    assert.deepEqual(
      new Set(told.slice(0, 2).map(({ user, cause }) => `${user.login} ${cause}`)),
      new Set([none, phone].map(({ login }) => `${login} by-hand`)),
    );
    const [record] = (await world.audit('reminder.sent')).toReversed().slice(3);
    assert.equal(record?.detail?.['sent'], 2);
    const listed = (await boss.call('listRollOut', { body: { coveredBy: 'none' } })).value.people;
    assert.equal(listed.find(({ id }) => id === none.id)?.reminders, 1);

    const group = await groupOf(await somebody({ state: 'enabled' }));
    const outside = await somebody({ state: 'enabled' });
    const desk = await deskOf(group);
    assert.deepEqual((await send(desk, { userIds: [outside.id] })).value, { sent: 0, skipped: 1 });
    assert.equal((await send(desk, { coveredBy: 'none' })).value.sent, 1);
    assert.equal(await mailsTo(outside), 0);
    assert.equal((await desk.call('listReminders', { query: {} })).value.reminders.length, 1);
  });

  it('reminds by the policy every so many days, at most so many times, and stops at a method', async () => {
    world.clock.advance(DAY);
    const { none, phone, app } = await oneOfEach();
    const reminders = { on: true, to: 'none', everyDays: 7, most: 2 } as const;
    const start = await mailsTo(phone);
    const counts: number[] = [];
    for (let day = 0; day < 24; day += 1) {
      await remind({ reminders });
      await remind({ reminders });
      counts.push(await mailsTo(none));
      world.clock.advance(DAY);
    }
    assert.deepEqual([counts[0], counts[6], counts[7], counts[23]], [1, 1, 2, 2]);
    assert.equal(await mailsTo(phone), start);
    await remind({ reminders: { ...reminders, to: 'weak' } });
    assert.equal(await mailsTo(phone), start + 1);
    assert.equal(await mailsTo(app), start);
  });

  it('tells by mail 30 days, 7 days and 1 day before whoever would have nothing left', async () => {
    world.clock.advance(2 * DAY);
    const { phone, app } = await oneOfEach();
    const from = new Date(world.clock.now().getTime() + 40 * DAY).toISOString().slice(0, 10);
    const sunset = { rules: [{ from, methods: ['text', 'call'] as const, groups: [] }] };
    const days: number[] = [];
    for (let left = 40; left >= -1; left -= 1) {
      const before1 = await mailsTo(phone);
      await remind({ sunset });
      if ((await mailsTo(phone)) > before1) days.push(left);
      world.clock.advance(DAY);
    }
    assert.deepEqual(days, [30, 7, 1]);
    assert.equal(await mailsTo(app), 0);
  });
}, prepareDatabase);
