/** Nothing inline, nothing foreign, nothing that turns text into code (CSP 3, Trusted Types). */
const contentSecurityPolicy = (forms: readonly string[], more: readonly string[] = []): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "manifest-src 'self'",
    "base-uri 'none'",
    ...forms,
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    ...(more.length > 0 ? more : ["trusted-types 'none'"]),
  ].join('; ');

/** On every answer, errors included. */
export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy(["form-action 'self'"]),
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
};

/**
 * For pages on the way from another site and back: an application that opened the sign-in in a
 * window of its own keeps hold of it, or takes it for closed (HTML, cross-origin opener policy).
 */
export const SHARED_WITH_OPENER = { 'cross-origin-opener-policy': 'unsafe-none' } as const;

/**
 * For a page whose form goes to another site. Browsers hold every redirect that follows a form
 * against `form-action`, and that site sends on to whatever application asked: its address, its
 * loopback port or its own scheme. Nothing narrower than no directive lets all of them through.
 */
export const FORM_TO_ANOTHER_SITE = {
  'content-security-policy': contentSecurityPolicy([]),
} as const;

/** For a script that is everybody's, and says nothing of anybody (Fetch: CORS, cross-origin resource policy). */
export const FOR_ANY_SITE = {
  'cross-origin-resource-policy': 'cross-origin',
  'access-control-allow-origin': '*',
} as const;

/** Two years, only over https (RFC 6797). */
export const STRICT_TRANSPORT = 'max-age=63072000; includeSubDomains';

/**
 * On the authenticator's origin: a worker that brings notifications, made by one named policy, and
 * the camera that reads codes.
 */
export const AUTHENTICATOR_HEADERS: Readonly<Record<string, string>> = {
  ...SECURITY_HEADERS,
  'content-security-policy': contentSecurityPolicy(
    ["form-action 'none'"],
    ["worker-src 'self'", 'trusted-types proofup-worker'],
  ),
  'permissions-policy': 'camera=(self), geolocation=(), microphone=(), payment=(), usb=()',
};
