import { ERROR_CODES, type ErrorCode, type Problem } from '@proofup/contract/error-codes.ts';

/** Short, technical, the same for everyone; the pages have the plain words. */
const titleOf = (code: ErrorCode): string => code.replaceAll('_', ' ');

export type ProblemDetails = {
  readonly code: ErrorCode;
  readonly retryAfterMs?: number | undefined;
  readonly fields?: readonly string[] | undefined;
};

/** RFC 9457 document. */
export function problemOf(
  { code, retryAfterMs, fields }: ProblemDetails,
  at: { readonly correlationId: string; readonly now: Date },
): Problem {
  return {
    type: `urn:proofup:error:${code}`,
    title: titleOf(code),
    status: ERROR_CODES[code],
    code,
    correlationId: at.correlationId,
    timestamp: at.now.toISOString(),
    ...(retryAfterMs === undefined ? {} : { retryAfter: Math.ceil(retryAfterMs / 1000) }),
    ...(fields === undefined ? {} : { fields }),
  };
}
