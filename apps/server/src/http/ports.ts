import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestContext } from '#domain/context.ts';

/** A provider's call-back as it came in; `url` is built from the configured public URL, never from Host. */
export type WebhookRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** The body's bytes as text, unparsed: the signature covers what was sent. At most 64 kB. */
  readonly body: string;
};

export type WebhookResponse = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
};

/** Verifies the signature before anything is parsed or read (403 otherwise), then acts. */
export type WebhookHandler = (request: WebhookRequest) => Promise<WebhookResponse>;

/** What a door beside the API is asked; its CSRF and origin rules are its own. */
export type DoorRequest = {
  readonly context: RequestContext;
  /** A form as it was sent (application/x-www-form-urlencoded), at most 64 kB; empty for GET. */
  readonly body: string;
  /** The pre-auth cookie of this browser. */
  readonly signInToken: string | undefined;
  /** Its session cookie, which comes along from our own pages alone. */
  readonly sessionToken: string | undefined;
};

export type DoorResponse = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly location?: string;
  /** Besides those of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A page with a form that goes to another site. */
  readonly hasForm?: boolean;
  /** The pre-auth cookie from now on; null: none. */
  readonly signInToken?: string | null;
  /** For the log line: other people's correlation IDs, never a name or a secret. */
  readonly log?: Readonly<Record<string, string>>;
};

export type Door = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly open: (request: DoorRequest) => Promise<DoorResponse>;
};

export type MountedRequest = {
  readonly context: RequestContext;
  /** Below the mount's own path. */
  readonly path: string;
  /** The session cookie of this browser. */
  readonly sessionToken: string | undefined;
  /** A page of ours sent it: a browser said so. */
  readonly isFromHere: boolean;
  /** One of the named proxies sent it. */
  readonly isFromProxy: boolean;
  /** Its body has not been read. */
  readonly raw: IncomingMessage;
  /** What broke while the library worked on it: a line in the log. */
  readonly logFailure: (error: unknown) => void;
  /** The response to write to, with our headers on it; nothing else answers from then on. */
  readonly takeOver: () => ServerResponse;
};

export type Mount = {
  /** Such as `/oidc`. */
  readonly path: string;
  /** On every answer, errors included. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Undefined: it took over. */
  readonly open: (request: MountedRequest) => Promise<DoorResponse | undefined>;
};
