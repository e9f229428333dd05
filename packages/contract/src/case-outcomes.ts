/** What came of a case. `not-reached`: the person did not answer. */
export const CASE_OUTCOMES = ['solved', 'attack', 'false-alarm', 'not-reached'] as const;
