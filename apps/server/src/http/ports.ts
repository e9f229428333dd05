/** Constant-time comparison of two secrets (crypto/). */
export type Equal = (a: string, b: string) => boolean;

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
