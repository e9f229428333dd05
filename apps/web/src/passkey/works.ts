/** Browsers of 2025 and later; to others passkeys are not offered (W3C WebAuthn Level 3 section 5.1). */
export const passkeysWork = (): boolean =>
  typeof PublicKeyCredential === 'function' &&
  'parseCreationOptionsFromJSON' in PublicKeyCredential &&
  'parseRequestOptionsFromJSON' in PublicKeyCredential &&
  'toJSON' in PublicKeyCredential.prototype;
