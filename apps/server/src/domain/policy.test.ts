import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type AuthenticatorType, propertiesOf } from './authenticator.ts';
import { type BoundAuthenticator, highestStrength } from './bound-authenticator.ts';
import type { AuthenticatorId, UserId } from './ids.ts';
import { secondStepRule, USUAL_LOCK_OUT } from './lock-out.ts';
import { isWithin, parseNetwork } from './network.ts';
import { decideDemand, METHODS, type Policy, underDemand, wayToTell } from './policy.ts';
import { decideRequirement } from './requirement.ts';
import { listSignInOptions } from './sign-in-options.ts';
import { type Strength, STRENGTHS } from './strength.ts';
import { THROTTLE_RULES } from './throttle.ts';
import type { UserState } from './user.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const OPEN: Policy = {
  methods: { everybody: METHODS, groups: [] },
  countries: { texts: [], calls: [] },
  strength: { roles: {}, groups: [] },
  order: { systemPreferred: false },
  sunset: { rules: [] },
  campaign: {
    on: false,
    target: 'passkey',
    include: [],
    exclude: [],
    snoozeDays: 1,
    skips: 3,
    limited: true,
  },
  grace: { days: 0 },
  reminders: { on: false, to: 'none', everyDays: 7, most: 4 },
  rememberedBrowsers: { allowed: false, days: 14 },
  appPasswords: { allowed: false },
  networks: { skip: false, ranges: [] },
  spending: { perDay: 0 },
  fraud: { reporting: true, block: true, tellRoles: [], tellAddresses: [] },
  lockOut: USUAL_LOCK_OUT,
  notices: {
    optional: {
      'sessions-revoked': 'everywhere',
      'browsers-forgotten': 'mail',
      'role-changed': 'nobody',
      'approval-requested': 'everywhere',
      'approval-decided': 'everywhere',
    },
  },
  sessions: {
    userIdleMinutes: 60,
    userOverallMinutes: 720,
    staffIdleMinutes: 15,
    staffOverallMinutes: 480,
  },
};

const FACTORS = ['totp', 'text', 'call', 'push', 'passkey'] as const;

const bind = (type: (typeof FACTORS)[number], n: number): BoundAuthenticator => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  id: `a${n}` as AuthenticatorId,
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  userId: 'u' as UserId,
  kind: propertiesOf(type).boundAs,
  slot: type === 'text' ? 'mobile' : type === 'call' ? 'office' : undefined,
  name: undefined,
  state: 'active',
  boundAt: new Date(n),
  lastUsedAt: undefined,
  expiresAt: undefined,
  usesLeft: undefined,
  lastTwoDigits: undefined,
  hasExtension: false,
  passkey: undefined,
  boundIn: undefined,
});

/** What each factor is asked as, safest first. */
const IN_ORDER: readonly AuthenticatorType[] = ['passkey', 'push', 'totp', 'text', 'call'];

type Case = {
  readonly has: readonly (typeof FACTORS)[number][];
  readonly state: UserState;
  readonly strength: Strength;
};

const SUBSETS = Array.from({ length: 2 ** FACTORS.length }, (_, subset) =>
  FACTORS.filter((__, bit) => Math.floor(subset / 2 ** bit) % 2 === 1),
);
const CASES: readonly Case[] = SUBSETS.flatMap((has) =>
  (['disabled', 'enabled', 'enforced'] as const).flatMap((state) =>
    STRENGTHS.map((strength) => ({ has, state, strength })),
  ),
);

/** What the code says of a case: what comes next, and what is offered for it. */
function outcomeOf({ has, state, strength }: Case) {
  const bound = has.map(bind);
  const policy = { ...OPEN, strength: { roles: { user: strength }, groups: [] } };
  const demand = decideDemand(policy, { role: 'user', groups: [] }, NOW);
  const registration = { kind: 'password', openUntil: undefined } as const;
  const user = { state, registration, graceUntil: undefined };
  const accepts = demand.accepts && { accepts: demand.accepts };
  const offered = listSignInOptions({ purpose: 'sign-in', ...accepts }, bound, { now: NOW });
  return {
    next: decideRequirement(underDemand(user, demand), bound, NOW).kind,
    first: offered[0]?.type,
    offersOthers: offered.some(({ type }) => type !== 'passkey'),
    highest: highestStrength(bound, NOW),
  };
}

/** The published table, in words of its own. */
function expectedOf({ has, state, strength }: Case) {
  const whenBare = state === 'disabled' && strength === 'one-step' ? 'none' : 'set-up';
  const hasPasskey = has.includes('passkey');
  const others = has.some((type) => type !== 'passkey');
  return {
    next: has.length > 0 ? 'second-step' : whenBare,
    first: IN_ORDER.find((type) => has.some((one) => one === type)),
    offersOthers: others && !(hasPasskey && strength === 'phishing-resistant'),
    highest: hasPasskey ? 2 : Math.min(has.length, 1),
  };
}

it('C17 the truth table: for every subset of factors, what is asked, what is offered, and how strong it is', () => {
  assert.equal(CASES.length, 32 * 3 * 3);
  for (const one of CASES) {
    assert.deepEqual(outcomeOf(one), expectedOf(one), JSON.stringify(one));
  }
});

it('gives the members of a group its methods in place of everybody’s, and of several groups all of theirs', () => {
  const methods: Policy['methods'] = {
    everybody: ['totp'],
    groups: [
      { group: 'a', methods: ['passkey'] },
      { group: 'b', methods: ['text'] },
    ],
  };
  const policy = { ...OPEN, methods };
  const of = (...groups: readonly string[]) =>
    (decideDemand(policy, { role: 'user', groups }, NOW).accepts ?? []).filter((type) =>
      IN_ORDER.includes(type),
    );
  assert.deepEqual(of(), ['totp']);
  assert.deepEqual(of('a'), ['passkey']);
  assert.deepEqual(of('a', 'b'), ['passkey', 'text']);
  const always = decideDemand(policy, { role: 'user', groups: [] }, NOW).accepts;
  assert.ok(always?.includes('temporary-access-pass') && always.includes('saved-recovery-code'));
});

it('never leaves somebody who must use a passkey without one to use', () => {
  const methods: Policy['methods'] = { everybody: ['totp'], groups: [] };
  const strength = { roles: { user: 'phishing-resistant' }, groups: [] } as const;
  const demand = decideDemand({ ...OPEN, methods, strength }, { role: 'user', groups: [] }, NOW);
  assert.deepEqual(demand.accepts, ['passkey']);
});

it('reads networks of both families, and an IPv4 address however it is written', () => {
  for (const inside of [
    '10.1.2.3',
    '::ffff:10.1.2.3',
    '::FFFF:a01:203',
    '0:0:0:0:0:ffff:a01:203',
  ]) {
    assert.ok(isWithin(inside, ['10.0.0.0/8']), inside);
  }
  assert.ok(isWithin('10.1.2.3', ['::ffff:10.0.0.0', '::ffff:10.1.2.3']));
  assert.ok(!isWithin('11.0.0.1', ['10.0.0.0/8']));
  assert.ok(!isWithin('::a01:203', ['10.0.0.0/8']));
  assert.ok(!isWithin('nonsense', ['10.0.0.0/8']));
  for (const none of [
    '',
    '10.0.0.0/0',
    '10.0.0.0/33',
    '10.0.0.0/8/8',
    '10.0.0',
    '::/129',
    '10.0.0.0/x',
  ])
    assert.equal(parseNetwork(none), undefined, none);
});

it('tells what security demands at every address, whatever an organisation says of the rest', () => {
  assert.equal(wayToTell(OPEN, 'role-changed'), 'nobody');
  assert.equal(wayToTell(OPEN, 'browsers-forgotten'), 'mail');
  for (const id of ['method-added', 'methods-cleared', 'fraud-reported', 'constructor']) {
    assert.equal(wayToTell(OPEN, id), 'everywhere', id);
  }
});

it('counts wrong second steps as the table of budgets says, where nobody has decided otherwise', () => {
  assert.deepEqual(secondStepRule(USUAL_LOCK_OUT), THROTTLE_RULES['second-step']);
});
