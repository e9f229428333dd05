import type { Prices } from '#domain/message-price.ts';
import type { ProxiedHost } from '#domain/proxied-host.ts';
import type { Role } from '#domain/role.ts';

/** What the rest of the program is told: complete, checked, and nothing in it is optional by accident. */
export type Config = {
  readonly mode: 'evaluation' | 'production';
  /** An origin without a slash at its end, such as `https://verify.example.org`. */
  readonly publicUrl: string;
  readonly listen: { readonly host: string; readonly port: number };
  readonly tls: { readonly certFile: string; readonly keyFile: string } | undefined;
  readonly trustedProxies: readonly string[];
  readonly database: DatabaseConfig;
  readonly keyRingFile: string;
  /** This process in the audit log. */
  readonly node: string;
  readonly organisation: string;
  /** A sentence: whom people turn to. */
  readonly helpContact: string;
  readonly carrier: CarrierConfig | undefined;
  readonly smtp: SmtpConfig | undefined;
  /** ISO 3166-1 alpha-2 codes; empty: nothing is sent. */
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
  readonly fraudReporting: { readonly enabled: boolean; readonly block: boolean };
  /** Time steps either way: at most 1, so that never more than three codes are valid. */
  readonly totp: { readonly window: 0 | 1 };
  readonly passkeys: PasskeyConfig;
  /** Our own authenticator, on an origin of its own; undefined: no device can be added. */
  readonly authenticator: AuthenticatorConfig | undefined;
  readonly sessions: Readonly<Record<'user' | 'administrator', SessionLimits>>;
  /** The order of the table decides what is asked first, whatever people chose. */
  readonly systemPreferred: boolean;
  /** Roles that may not add a number. */
  readonly phones: { readonly forbiddenFor: readonly Role[] };
  /** Where people of this organisation come from: named on the help pages. */
  readonly portals: readonly { readonly name: string; readonly url: string }[];
  readonly rememberBrowsers: { readonly enabled: boolean; readonly days: number };
  readonly appPasswords: {
    readonly enabled: boolean;
    readonly serviceKeys: readonly ServiceKey[];
  };
  /** All the hosts whose proxies may ask; nothing else is ever let in or gone back to. */
  readonly forwardAuth: { readonly hosts: readonly ProxiedHost[] };
  /** How long a mail address that was changed gets no link for a forgotten password. */
  readonly recovery: { readonly waitHours: number };
  /** How long somebody who signs in from where nobody did before changes nothing; 0: not at all. */
  readonly newPlaces: { readonly holdMs: number };
  readonly registrationAfterClear: 'pass' | 'password';
  readonly helpDesk: {
    /** What takes a second person who agrees (administration/prove-caller.ts). */
    readonly twoPersons: 'managers' | 'unverified' | 'always';
    readonly bypassSeconds: number;
    readonly reusablePasses: boolean;
  };
  /** CSV of networks and their countries. */
  readonly placesFile: string | undefined;
  /** Mail address that new cases are announced to. */
  readonly casesMailTo: string | undefined;
  /** Names inside the organisation that webhooks may go to. */
  readonly alerts: { readonly privateHosts: readonly string[] };
  /** Names and networks inside the organisation that logout tokens may go to. */
  readonly applications: { readonly privateHosts: readonly string[] };
  /** What a text or a call costs, by country (`*`: every other). */
  readonly costs: Prices;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace';
  readonly passwordHash: {
    readonly memoryKib: number;
    readonly iterations: number;
    readonly parallelism: number;
  };
  readonly auditHeadFile: string | undefined;
};

/** AAGUIDs in their hyphenated form, lower case. */
export type PasskeyConfig = {
  /** Empty: every make but those blocked. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  readonly deviceBoundOnly: boolean;
  /** PEM; where it is set, a maker must vouch for every new passkey. */
  readonly attestationRootsFile: string | undefined;
};

export type AuthenticatorConfig = {
  /** An origin, another one than `publicUrl`. */
  readonly publicUrl: string;
  readonly listen: { readonly host: string; readonly port: number };
  /** Of the number that is typed on the device. */
  readonly digits: 2 | 3 | 6;
};

export type DatabaseConfig =
  | { readonly kind: 'sqlite'; readonly file: string }
  | { readonly kind: 'postgres'; readonly connectionString: string; readonly poolSize: number };

export type CarrierConfig = {
  readonly baseUrl: string;
  readonly accountSid: string;
  readonly authToken: string;
  readonly textFrom: string;
  readonly callFrom: string;
  readonly machineDetection: boolean;
};

export type SmtpConfig = {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly from: string;
};

/** One of the organisation's own servers, and what it shows to be let in. */
export type ServiceKey = { readonly name: string; readonly key: string };

export type SessionLimits = { readonly idleMs: number; readonly overallMs: number };

/** Why there is no configuration: the setting, and what to do about it, in one line. */
export type ConfigProblem = { readonly setting: string; readonly message: string };
