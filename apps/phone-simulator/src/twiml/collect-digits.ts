export type GatherRules = {
  /** `''` for none: then every key is a digit. */
  readonly finishOnKey: string;
  readonly numDigits: number;
  readonly timeoutMs: number;
};

type NextKey = (timeoutMs: number) => Promise<string | undefined>;

/** Reads the attributes of `<Gather>`; what is missing or odd has the carrier's default. */
export function gatherRules(
  attributes: Readonly<Record<string, string>>,
  secondMs: number,
): GatherRules {
  const numDigits = Number(attributes['numDigits']);
  const timeout = Number(attributes['timeout']);
  return {
    finishOnKey: attributes['finishOnKey'] ?? '#',
    numDigits: Number.isInteger(numDigits) && numDigits >= 1 ? numDigits : Number.POSITIVE_INFINITY,
    timeoutMs: (timeout > 0 ? timeout : 5) * secondMs,
  };
}

/**
 * The carrier's rules for keys: the finish key ends the input and is no part of it; the timeout
 * runs anew after each key. No digits, be it by silence or by a finish key that came first, means
 * that the document goes on with its next verb instead of asking the application.
 */
export async function collectDigits(nextKey: NextKey, rules: GatherRules): Promise<string> {
  let digits = '';
  while (digits.length < rules.numDigits) {
    const key = await nextKey(rules.timeoutMs);
    if (key === undefined || key === rules.finishOnKey) return digits;
    digits += key;
  }
  return digits;
}
