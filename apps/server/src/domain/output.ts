/** Unicode blanks are not stripped on purpose: a code has ASCII digits, and one blank or hyphen at most. */
const SIX_DIGITS = /^[0-9]{3}[ -]?[0-9]{3}$/;

/** Crockford's base 32 (https://www.crockford.com/base32.html): no I, L, O, U. */
export const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

const MAX_TYPED = 64;

/** Six ASCII digits, or undefined: everything else is a wrong output, and counted as one. */
export function parseSixDigits(output: unknown): string | undefined {
  if (typeof output !== 'string' || output.length > MAX_TYPED) return undefined;
  const trimmed = output.trim();
  return SIX_DIGITS.test(trimmed) ? trimmed.replace(/[ -]/, '') : undefined;
}

/** Reads what people write for what was printed: case, blanks, hyphens, O for 0, I and L for 1. */
function parseCrockford(typed: string, length: number): string | undefined {
  const plain = typed
    .toUpperCase()
    .replaceAll(/[\s-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return plain.length === length && /^[0-9A-HJKMNP-TV-Z]*$/.test(plain) ? plain : undefined;
}

export type RecoveryCodeOutput = {
  /** The number printed before the code, where it was typed too. */
  readonly number: number | undefined;
  /** 16 Crockford characters: 80 bits. */
  readonly code: string;
};

/** `K3Q9-A1B2-C3D4-E5F6`, with or without its printed number (`07: …`). */
export function parseRecoveryCode(output: unknown): RecoveryCodeOutput | undefined {
  if (typeof output !== 'string' || output.length > MAX_TYPED) return undefined;
  const [, number, rest = output] = /^\s*([0-9]{1,2})\s*[:.)]\s*(.*)$/s.exec(output) ?? [];
  const code = parseCrockford(rest, 16);
  if (code === undefined) return undefined;
  return { number: number === undefined ? undefined : Number(number), code };
}

/** 24 Crockford characters: 120 bits. */
export const parseAppPassword = (typed: string): string | undefined =>
  typed.length <= MAX_TYPED ? parseCrockford(typed, 24) : undefined;

/** 12 Crockford characters: 60 bits. */
export function parseAccessPass(output: unknown): string | undefined {
  return typeof output === 'string' && output.length <= MAX_TYPED
    ? parseCrockford(output, 12)
    : undefined;
}

/** Eight Crockford characters as people type them; anything else, such as the code of a link, as it is. */
export const parseActivationCode = (typed: string): string => parseCrockford(typed, 8) ?? typed;
