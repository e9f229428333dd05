import type { Device } from './device.ts';

/** Where a request comes from, as far as the audit log, limits and notices need it. */
export type RequestContext = {
  /** Correlation ID: on the page, in the log, in the audit log. */
  readonly requestId: string;
  /** The socket's address, or the right-most untrusted hop behind a named proxy. */
  readonly address: string;
  /** What one budget is counted for: the address, or the /64 of an IPv6 one. */
  readonly source: string;
  /** Parsed family only, such as `Firefox on Windows`. */
  readonly userAgent: string;
  /** As that family suggests: what is asked first may differ. */
  readonly device: Device;
  /** What the browser asks for first (BCP 47). */
  readonly language?: string | undefined;
  /** The random value of this browser's known-browser cookie, if it has one. */
  readonly browserToken?: string | undefined;
  /** The random value of its cookie for leaving out the second step, if it has one. */
  readonly rememberedToken?: string | undefined;
};
