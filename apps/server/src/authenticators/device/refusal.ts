/** Why an answer of a device is wrong; for the audit log alone. */
export type DeviceRefusal =
  /** Not the number on the page, or none. */
  | 'wrong_number'
  /** Not a signed answer at all. */
  | 'malformed'
  /** For another request, relying party or server. */
  | 'other_request'
  /** Signed by another key. */
  | 'signature'
  /** Signed too long ago, or in the future. */
  | 'time';
