/** An account that this phone approves sign-ins to. */
export type DeviceAccount = {
  /** RFC 7638 thumbprint of its key: what the server knows this phone by. */
  readonly id: string;
  readonly organisation: string;
  readonly account: string;
  /** What this phone is called there. */
  readonly name: string;
  /** Cannot be read out, by this page or any other (WebCrypto, not extractable). */
  readonly privateKey: CryptoKey;
  readonly addedAt: string;
};
