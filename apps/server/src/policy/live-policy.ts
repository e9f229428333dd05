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
      // Of two that read at once the one that read first may be told last.
      const newer = rows.filter(({ question, version }) => version > (versions.get(question) ?? 0));
      const answers = newer.map(({ question, value }) => [question, parse(question, value)]);
      current = { ...current, ...Object.fromEntries(answers) };
      versions = new Map([
        ...versions,
        ...newer.map(({ question, version }) => [question, version] as const),
      ]);
    },
  };
}
