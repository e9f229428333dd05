/** Everything below it is for proxies, and for browsers that they send. */
export const MOUNT = '/forward-auth';

/** Below the mount. Yes or no, for a proxy that shows nobody our answer. */
export const CHECK = '/check';
/** The same for one that hands our answer on: no is a way to sign in. */
export const ASK = '/ask';
/** The same, where the request itself is what is asked about. */
export const ENVOY = '/envoy';
/** On our own origin. */
export const SIGN_IN = '/sign-in';

/** On the proxied host: nothing below it is ever the application's. */
export const OWN_PATHS = '/.proofup/';
export const CALLBACK = `${OWN_PATHS}callback`;
