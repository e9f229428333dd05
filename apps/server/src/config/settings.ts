import { z } from 'zod';
import { parseNetwork } from '#domain/network.ts';
import { parseProxiedHost } from '#domain/proxied-host.ts';
import { ROLES } from '#domain/role.ts';
import { isPortal } from './portal.ts';
import {
  text,
  file,
  secret,
  minutes,
  isCidr,
  countries,
  prices,
  aaguids,
  parsesAsUrl,
} from './setting-types.ts';

/** `mail=` and a key that nobody guesses. */
const SERVICE_KEY = /^[a-z0-9-]{1,32}=[^\s,]{32,256}$/;

const E164 = /^\+[1-9][0-9]{6,14}$/;

const isPrivateHost = (typed: string): boolean =>
  /^[a-z0-9.-]{1,253}$/.test(typed) || parseNetwork(typed) !== undefined;
const privateHost = z.string().refine(isPrivateHost);

const listen = z.strictObject({
  host: text(255).optional().meta({
    description:
      'Address to listen on. Production: 0.0.0.0 where not set. Evaluation: localhost only.',
  }),
  port: z.int().min(1).max(65_535).default(8080).describe('Port to listen on.'),
});

const tls = z.strictObject({
  certFile: file().optional().meta({
    description: 'PEM certificate chain, where this process ends TLS itself.',
  }),
  keyFile: file().optional().meta({ description: 'PEM private key of that certificate.' }),
});

const database = z.strictObject({
  kind: z.enum(['sqlite', 'postgres']).optional().meta({
    description: 'Where the data is kept. Required in production; evaluation: sqlite.',
  }),
  file: file().optional().meta({
    description: 'SQLite: the database file. Evaluation: data/proofup.db.',
  }),
  connectionString: secret('PostgreSQL: postgres://user:password@host:port/name.')
    .refine((value) => parsesAsUrl(value, ['postgres:', 'postgresql:']))
    .optional()
    .meta({ expects: 'a postgres:// address' }),
  poolSize: z
    .int()
    .min(2)
    .max(200)
    .default(10)
    .describe('PostgreSQL: connections that one process opens at most.'),
});

const carrier = z.strictObject({
  baseUrl: text(2048)
    .refine((value) => parsesAsUrl(value, ['https:', 'http:']))
    .optional()
    .meta({
      description:
        'Address of a Twilio-compatible API for texts and calls. https, unless it is on this machine.',
      expects: 'an https:// address',
    }),
  accountSid: text(64).optional().meta({ description: 'Account name at the carrier.' }),
  authToken: secret('Secret of that account; also checks the signature of call-backs.').optional(),
  textFrom: z
    .string()
    .regex(/^(\+[1-9][0-9]{6,14}|MG[0-9a-f]{32})$/)
    .optional()
    .meta({
      description: 'What texts are sent from.',
      expects: 'a number such as +12025550100, or a messaging service (MG…)',
    }),
  callFrom: z.string().regex(E164).optional().meta({
    description: 'The caller ID of calls.',
    expects: 'a number such as +12025550100',
  }),
  machineDetection: z
    .boolean()
    .default(false)
    .describe('Let the carrier tell voicemail from a person before a call says anything.'),
});

const smtp = z.strictObject({
  host: text(255).optional().meta({ description: 'Mail server for notices.' }),
  port: z.int().min(1).max(65_535).default(587).describe('Port of the mail server.'),
  secure: z
    .boolean()
    .default(false)
    .describe('TLS from the first byte (port 465); otherwise STARTTLS where it is offered.'),
  user: text(255).optional().meta({ description: 'Account at the mail server.' }),
  password: secret('Secret of that account.').optional(),
  from: text(320)
    .regex(/^[^\s@]+@[^\s@]+$|<[^\s@]+@[^\s@]+>$/)
    .optional()
    .meta({ description: 'Sender of notices.', expects: 'a mail address' }),
});

const rememberBrowsers = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'People may leave out the second step in a browser of theirs for a while. Never administrators.',
    ),
  days: z.int().min(1).max(30).default(14).meta({
    description:
      'How long. Fewer days shorten what was promised before, and none that has ended comes back.',
  }),
});

const appPasswords = z.strictObject({
  enabled: z
    .boolean()
    .default(false)
    .describe(
      'People may create passwords for programs that cannot do a second step (docs/app-passwords.md).',
    ),
  serviceKeys: z.array(z.string().regex(SERVICE_KEY)).default([]).meta({
    secret: true,
    description: 'Mail and VPN servers that may ask whether an app password is right.',
    expects: 'a list of NAME=KEY, each key of at least 32 characters without blanks and commas',
  }),
});

/**
 * Every setting there is. The configuration file has this shape; names of environment variables, the
 * wording of problems and docs/configuration.md are derived from it, so that none of them can differ.
 * `expects` completes "must be …" where the type alone does not say enough.
 */
export const SETTINGS = z.strictObject({
  mode: z.enum(['evaluation', 'production']).default('evaluation').meta({
    description:
      'evaluation: on this machine only, with a simulated carrier. production: for people.',
  }),
  publicUrl: text(2048).optional().meta({
    description:
      'Where browsers and the carrier reach this service; every link, cookie and signature uses it. Production: https. Evaluation: http://localhost:PORT.',
    expects: 'an address such as https://verify.example.org, without a path',
  }),
  organisation: text(60)
    .regex(/^[^:]*$/)
    .optional()
    .meta({
      description: 'Name of the organisation, as people know it. Required in production.',
      expects: 'a name of at most 60 characters without a colon',
    }),
  helpContact: text(200).optional().meta({
    description:
      'Whom people turn to when they cannot sign in, as a sentence. Required in production.',
    expects: 'a sentence of at most 200 characters',
  }),
  node: text(64).optional().meta({
    description: 'Name of this process in the audit log. The host name where not set.',
  }),
  listen: listen.prefault({}),
  tls: tls.prefault({}),
  trustedProxies: z.array(z.string().refine(isCidr)).default([]).meta({
    description:
      'Proxies whose X-Forwarded-For is believed. Required in production without tls.certFile.',
    expects: 'a list of addresses or CIDR ranges, such as 10.0.0.0/8',
  }),
  database: database.prefault({}),
  keyRingFile: file().optional().meta({
    description:
      'File with the keys (mode 600, kept apart from the database). Required in production; evaluation: data/keys.json, made at the first start.',
  }),
  carrier: carrier.prefault({}),
  smtp: smtp.prefault({}),
  countries: z
    .strictObject({
      texts: countries().describe('Countries that texts may reach. Empty: none is sent.'),
      calls: countries().describe('Countries that calls may reach. Empty: none is made.'),
    })
    .prefault({}),
  fraudReporting: z
    .strictObject({
      enabled: z.boolean().default(true).describe('Calls listen for 0#: "this was not me".'),
      block: z
        .boolean()
        .default(true)
        .describe('A reported fraud blocks the account for 90 days or until it is unblocked.'),
    })
    .prefault({}),
  totp: z
    .strictObject({
      window: z.int().min(0).max(1).default(1).meta({
        description:
          'Time steps of 30 seconds that an app may be off, either way. 1: three codes are valid at any time.',
      }),
    })
    .prefault({}),
  passkeys: z
    .strictObject({
      allowed: aaguids().describe(
        'Makes of authenticators that passkeys may be kept by, named by AAGUID. Empty: all. Only attestation makes sure of it.',
      ),
      blocked: aaguids().describe('Makes that are refused, also when a passkey of theirs is used.'),
      deviceBoundOnly: z
        .boolean()
        .default(false)
        .describe('Refuse passkeys that can be copied to other devices.'),
      attestationRootsFile: file().optional().meta({
        description:
          'PEM certificates of makers. Where it is set, one of them must vouch for every new passkey.',
      }),
    })
    .prefault({}),
  authenticator: z
    .strictObject({
      publicUrl: text(2048).optional().meta({
        description:
          'Where phones reach the authenticator: a name of its own, so that no flaw of the other pages can sign for a phone. Production: https; without it no phone can be added. Evaluation: http://localhost:PORT.',
        expects: 'an address such as https://authenticator.example.org, without a path',
      }),
      port: z.int().min(0).max(65_535).default(8082).meta({
        description: 'Port of the authenticator. A proxy sends its name here.',
      }),
      digits: z.literal([2, 3, 6]).default(3).meta({
        description: 'Digits of the number that people type on their phone.',
        expects: '2, 3 or 6',
      }),
    })
    .prefault({}),
  sessions: z
    .strictObject({
      userIdleMinutes: minutes(1, 60).default(60).describe('A session unused this long ends.'),
      userOverallMinutes: minutes(5, 1440).default(720).describe('Every session ends after this.'),
      administratorIdleMinutes: minutes(1, 60)
        .default(15)
        .describe('The same for administrators: unused.'),
      administratorOverallMinutes: minutes(5, 720)
        .default(480)
        .describe('The same for administrators: overall.'),
    })
    .prefault({}),
  systemPreferred: z.boolean().default(false).meta({
    description:
      'What is asked first at sign-in is the safest method a person has, whatever the person chose.',
  }),
  phones: z
    .strictObject({
      forbiddenFor: z
        .array(z.enum(ROLES))
        .default([])
        .meta({
          description:
            'Roles that may not add a phone number (SP 800-63B-4 section 3.2.9). Numbers that are registered already keep working.',
          expects: `a list of roles: ${ROLES.join(', ')}`,
        }),
    })
    .prefault({}),
  portals: z.array(z.string().max(2048).refine(isPortal)).max(12).default([]).meta({
    description: 'The pages that people of this organisation start from: the help pages name them.',
    expects: 'a list of at most 12 such as Staff pages=https://portal.example.org',
  }),
  rememberBrowsers: rememberBrowsers.prefault({}),
  appPasswords: appPasswords.prefault({}),
  forwardAuth: z
    .strictObject({
      hosts: z
        .array(z.string().refine((entry) => parseProxiedHost(entry) !== undefined))
        .default([])
        .meta({
          description:
            'Hosts behind a reverse proxy that asks here about every request (docs/guides/forward-auth.md): origin, what a sign-in has to be at least (two-step where not said), and the roles that it is for (everybody where none is said).',
          expects:
            'a list such as https://wiki.example.org or https://ops.example.org phishing-resistant administrator',
        }),
    })
    .prefault({}),
  recovery: z
    .strictObject({
      waitHours: z
        .int()
        .min(0)
        .max(336)
        .default(24)
        .describe(
          'A mail address that was changed gets no link for a forgotten password for this long.',
        ),
    })
    .prefault({}),
  newPlaces: z
    .strictObject({
      holdHours: z.int().min(0).max(168).default(0).meta({
        description:
          'Whoever signs in by a browser and from a network that are both new to the account changes nothing of it for this long, unless a passkey proves who it is. 0: they may; the owner is told in any event.',
      }),
    })
    .prefault({}),
  registrationAfterClear: z.enum(['pass', 'password']).default('pass').meta({
    description:
      'After the methods of an account were cleared, setting up again asks for a temporary access pass, or for the password alone within 24 hours.',
  }),
  helpDesk: z
    .strictObject({
      twoPersons: z.enum(['managers', 'unverified', 'always']).default('managers').meta({
        description:
          'What takes a second person of the staff who agrees. managers: whatever is done to accounts of administrators and owners. unverified: also clearing methods, passes, bypasses, phones and passwords for callers who read out no number, and clears beyond 10 an hour. always: all of these.',
      }),
      bypassSeconds: z.int().min(30).max(3600).default(300).meta({
        description: 'How long a one-time bypass is open where not said otherwise.',
        expects: 'a whole number of seconds from 30 to 3600',
      }),
      reusablePasses: z.boolean().default(true).meta({
        description:
          'Whether a temporary access pass may be issued for many uses within its life. Where nothing is asked for it is good once.',
      }),
    })
    .prefault({}),
  places: z
    .strictObject({
      file: file().optional().meta({
        description:
          'A CSV file of `network,country` (CIDR, two letters), read at start: people then see the country that something was done from. Without it they see a part of the address.',
      }),
    })
    .prefault({}),
  cases: z
    .strictObject({
      mailTo: text(254)
        .regex(/^[^\s@,]+@[^\s@,]+$/)
        .optional()
        .meta({
          description:
            'Where the help desk is told of every new case: problems, frozen accounts, reports of fraud. They wait in `proofup case list` in any event.',
          expects: 'a mail address',
        }),
    })
    .prefault({}),
  alerts: z
    .strictObject({
      privateHosts: z.array(privateHost).default([]).meta({
        description:
          'Names, addresses or networks inside the organisation that alerts may be sent to as webhooks, over https. Everything else has to be public.',
        expects: 'a list of host names or networks, such as siem.example.org or 10.1.0.0/16',
      }),
    })
    .prefault({}),
  applications: z
    .strictObject({
      privateHosts: z.array(privateHost).default([]).meta({
        description:
          'Names, addresses or networks inside the organisation where applications may be told that a session is over (back-channel logout), over https. Everything else has to be public.',
        expects: 'a list of host names or networks, such as wiki.example.org or 10.1.0.0/16',
      }),
    })
    .prefault({}),
  costs: z
    .strictObject({
      currency: z
        .string()
        .regex(/^[A-Z]{3}$/)
        .default('USD')
        .meta({
          description: 'What prices of messages are in.',
          expects: 'three letters, such as EUR',
        }),
      texts: prices().describe(
        "What one text costs, by country; *: every other. Reports and the day's limit count by it.",
      ),
      calls: prices().describe(
        "What one call costs, by country; *: every other. Reports and the day's limit count by it.",
      ),
    })
    .prefault({}),
  logLevel: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace'])
    .default('info')
    .describe('How much is logged. No level logs a secret.'),
  passwordHash: z
    .strictObject({
      memoryKib: z.int().min(8).max(1_048_576).default(19_456).meta({
        description: 'argon2id memory. Production: at least 19456.',
      }),
      iterations: z.int().min(1).max(16).default(2).meta({
        description: 'argon2id passes. Production: at least 2.',
      }),
      parallelism: z.int().min(1).max(16).default(1).describe('argon2id lanes.'),
    })
    .prefault({}),
  auditHeadFile: file().optional().meta({
    description:
      'A file, best on another machine, that the signed head of the audit log is written to: `proofup audit verify` then also finds a database that was rolled back.',
  }),
});

export type Settings = z.output<typeof SETTINGS>;
