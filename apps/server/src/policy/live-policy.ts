import type { Policy, Question } from '#domain/policy.ts';
import type { LivePolicy, PolicyStore } from './ports.ts';

type Dependencies = {
  readonly policies: Pick<PolicyStore, 'latest'>;
  readonly defaults: Policy;
  /** A stored answer as its question has it; throws where it is none. */
  readonly parse: <Asked extends Question>(question: Asked, value: unknown) => Policy[Asked];
};

/** Kept in memory: every request asks, hardly any changes it. */
export function makeLivePolicy({ policies, defaults, parse }: Dependencies): LivePolicy {
  let current = defaults;
  let versions: ReadonlyMap<Question, number> = new Map();
  return {
    current: () => current,
    versionOf: (question) => versions.get(question) ?? 0,
    read: parse,
    refresh: async () => {
      const rows = await policies.latest();
      const answers = rows.map(({ question, value }) => [question, parse(question, value)]);
      current = { ...defaults, ...Object.fromEntries(answers) };
      versions = new Map(rows.map(({ question, version }) => [question, version]));
    },
  };
}
