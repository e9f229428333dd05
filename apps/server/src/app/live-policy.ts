import { POLICY_ANSWERS } from '@proofup/contract/policy-views.ts';
import { POLICY_CHANGED } from '#administration/set-policy.ts';
import type { Config } from '#config/config.ts';
import { USUAL_LOCK_OUT } from '#domain/lock-out.ts';
import { METHODS, type Policy, type Question } from '#domain/policy.ts';
import { makeLivePolicy } from '#policy/live-policy.ts';
import { makeLiveBrand } from '#policy/live-brand.ts';
import type { LiveBrand, LivePolicy } from '#policy/ports.ts';
import type { Database } from '#sql/open-database.ts';
import type { Stores } from '#sql/stores.ts';

const MINUTE = 60_000;
const inMinutes = (ms: number): number => Math.round(ms / MINUTE);

/** What the settings say, where nobody has answered a question. */
export const settledPolicy = (config: Config): Policy => ({
  methods: { everybody: METHODS, groups: [] },
  countries: config.countries,
  strength: { roles: {}, groups: [] },
  order: { systemPreferred: config.systemPreferred },
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
  rememberedBrowsers: {
    allowed: config.rememberBrowsers.enabled,
    days: config.rememberBrowsers.days,
  },
  appPasswords: { allowed: config.appPasswords.enabled },
  networks: { skip: false, ranges: [] },
  spending: { perDay: 0 },
  fraud: {
    reporting: config.fraudReporting.enabled,
    block: config.fraudReporting.block,
    tellRoles: ['owner', 'administrator'],
    tellAddresses: [],
  },
  lockOut: USUAL_LOCK_OUT,
  notices: {
    optional: {
      'sessions-revoked': 'everywhere',
      'browsers-forgotten': 'everywhere',
      'role-changed': 'everywhere',
      'approval-requested': 'everywhere',
      'approval-decided': 'everywhere',
    },
  },
  sessions: {
    userIdleMinutes: inMinutes(config.sessions.user.idleMs),
    userOverallMinutes: inMinutes(config.sessions.user.overallMs),
    staffIdleMinutes: inMinutes(config.sessions.administrator.idleMs),
    staffOverallMinutes: inMinutes(config.sessions.administrator.overallMs),
  },
});

/** What an older answer does not have yet is as the settings have it. */
const makeParse =
  (defaults: Policy) =>
  <Asked extends Question>(question: Asked, value: unknown): Policy[Asked] =>
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the contract's shape of this question
    POLICY_ANSWERS[question].parse({ ...defaults[question], ...Object(value) }) as Policy[Asked];

const liveOf = (config: Config, { policies }: Pick<Stores, 'policies'>): LivePolicy => {
  const defaults = settledPolicy(config);
  return makeLivePolicy({ policies, defaults, parse: makeParse(defaults) });
};

/** As it is now, for whoever asks once. */
export async function readPolicy(
  config: Config,
  stores: Pick<Stores, 'policies'>,
): Promise<Policy> {
  const policy = liveOf(config, stores);
  await policy.refresh();
  return policy.current();
}

/** The policy in force on this node: read now, and whenever any node changes it. */
export async function openPolicy(
  config: Config,
  { stores, signals }: Database,
): Promise<LivePolicy> {
  const policy = liveOf(config, stores);
  await policy.refresh();
  // A refresh that fails leaves what was known; the next one, seconds later, makes up for it.
  signals.listen(POLICY_CHANGED, () => void policy.refresh().catch(() => undefined));
  return policy;
}

/** How the organisation presents itself, on this node: kept as the policy is. */
export async function openBrand(
  { organisation }: Config,
  { stores, signals }: Pick<Database, 'stores' | 'signals'>,
): Promise<LiveBrand> {
  const brand = makeLiveBrand({ brands: stores.brands, organisation });
  await brand.refresh();
  signals.listen(POLICY_CHANGED, () => void brand.refresh().catch(() => undefined));
  return brand;
}

type Live = {
  readonly policy: Pick<LivePolicy, 'current'>;
  readonly brand: Pick<LiveBrand, 'organisation'>;
};

/** The configuration with what was decided since in it: read anew at each use, so never to be spread. */
export function withPolicy(config: Config, { policy: { current }, brand }: Live): Config {
  return {
    ...config,
    get organisation() {
      return brand.organisation();
    },
    countries: {
      get texts() {
        return current().countries.texts;
      },
      get calls() {
        return current().countries.calls;
      },
    },
    get systemPreferred() {
      return current().order.systemPreferred;
    },
    rememberBrowsers: {
      get enabled() {
        return current().rememberedBrowsers.allowed;
      },
      get days() {
        return current().rememberedBrowsers.days;
      },
    },
    appPasswords: {
      serviceKeys: config.appPasswords.serviceKeys,
      get enabled() {
        return current().appPasswords.allowed;
      },
    },
    fraudReporting: {
      get enabled() {
        return current().fraud.reporting;
      },
      get block() {
        return current().fraud.block;
      },
    },
    sessions: {
      get user() {
        const { userIdleMinutes, userOverallMinutes } = current().sessions;
        return { idleMs: userIdleMinutes * MINUTE, overallMs: userOverallMinutes * MINUTE };
      },
      get administrator() {
        const { staffIdleMinutes, staffOverallMinutes } = current().sessions;
        return { idleMs: staffIdleMinutes * MINUTE, overallMs: staffOverallMinutes * MINUTE };
      },
    },
  };
}
