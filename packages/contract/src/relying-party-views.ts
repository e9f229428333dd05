import { z } from 'zod';
import { id, label, text, timestamp } from './views.ts';

const guid = z
  .string()
  .regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i)
  .toLowerCase();
const address = text(2048).min(1);
const cloud = z.enum(['global', 'us', 'china']);
const strength = z.enum(['one-step', 'two-step', 'phishing-resistant']);
/** A few plain words on one line; they stand in the audit log. */
const reason = text(200)
  .trim()
  .min(3)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);
/** What answers Entra. */
export const ENTRA_METHODS = [
  'text',
  'call',
  'spoken-code',
  'push',
  'totp',
  'hardware-token',
  'passkey',
] as const;

const because = z.strictObject({ reason });

/** Off: nothing that it asks is answered. */
const state = z.enum(['enabled', 'disabled']);
const toState = z.strictObject({ state, reason });

const tenant = z.strictObject({
  id,
  name: z.string(),
  state,
  tenantId: z.string(),
  /** Client ID and App ID of the external method: the same value. */
  clientId: z.string(),
  cloud,
  /** Where answers go to, and nowhere else. */
  answersTo: z.string(),
  metadataUrl: z.string(),
  link: z.enum(['login', 'none']),
  createsAccounts: z.boolean(),
  registersInline: z.boolean(),
  hintMinutes: z.int(),
});

const tenants = z.strictObject({
  tenants: z.array(tenant),
  /** What Entra is told, the same for every tenant. */
  paste: z.strictObject({
    discoveryUrl: z.string(),
    issuer: z.string(),
    /** Of the app registration: a redirect URI of the kind Web. */
    redirectUri: z.string(),
    keysUrl: z.string(),
  }),
});

const finding = z.strictObject({
  step: z.enum(['https', 'discovery', 'keys', 'tenant', 'requests']),
  state: z.enum(['good', 'wrong', 'unknown']),
  /** What was seen, technically. */
  what: z.string(),
  /** What it most likely is; the pages have the words. */
  mistake: z
    .enum([
      'not-https',
      'discovery-unreachable',
      'discovery-changed',
      'keys-wrong',
      'wrong-tenant',
      'tenant-unreachable',
      'no-request',
      'wrong-client-id',
      'wrong-audience',
      'foreign-redirect',
      'requests-refused',
    ])
    .optional(),
});

const trial = z.strictObject({
  /** `waiting`: the person has not come to an end yet. */
  state: z.enum(['waiting', 'verified', 'failed', 'too-late']),
  tenant: z.string(),
  /** Where an answer to the tenant itself would have gone. */
  answersTo: z.string(),
  method: z.enum(ENTRA_METHODS).optional(),
  /** What stood in the ID token; the token itself leaves the service for nobody. */
  claims: z
    .strictObject({
      iss: z.string(),
      aud: z.string(),
      sub: z.string(),
      iat: timestamp,
      exp: timestamp,
      acr: z.string(),
      amr: z.array(z.string()),
    })
    .optional(),
  /** What Entra checks of an answer, one by one. */
  findings: z
    .array(
      z.strictObject({
        what: z.enum(['signature', 'issuer', 'audience', 'subject', 'nonce', 'acr', 'amr', 'time']),
        isGood: z.boolean(),
      }),
    )
    .optional(),
});

const application = z.strictObject({
  id,
  name: z.string(),
  state,
  clientId: z.string(),
  strength,
  consent: z.enum(['none', 'ask']),
  startUrl: z.string().optional(),
  collection: z.string().optional(),
  redirectUris: z.array(z.string()),
  postLogoutRedirectUris: z.array(z.string()),
  backchannelLogoutUri: z.string().optional(),
  authentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']),
  grantTypes: z.array(z.string()),
  scopes: z.array(z.string()),
  createdAt: timestamp,
});

const applications = z.strictObject({
  applications: z.array(application),
  /** What an application is told. */
  discoveryUrl: z.string(),
});

const partyId = z.strictObject({ partyId: id });
const applicationId = z.strictObject({ applicationId: id });
const secret = z.strictObject({
  clientId: z.string(),
  /** Shown this once; absent where it can keep none. */
  secret: z.string().optional(),
});

export const RELYING_PARTY_SCHEMAS = {
  listTenants: { response: tenants },
  addTenant: {
    body: z.strictObject({
      name: label,
      tenantId: guid,
      clientId: guid,
      cloud: cloud.optional(),
      metadataUrl: address.optional(),
      link: z.enum(['login', 'none']).optional(),
      createsAccounts: z.boolean().optional(),
      registersInline: z.boolean().optional(),
      /** Requests that are older are refused. */
      hintMinutes: z.int().min(1).max(60).optional(),
      reason,
    }),
    response: tenants,
  },
  checkTenant: {
    params: partyId,
    response: z.strictObject({ findings: z.array(finding) }),
  },
  tryTenant: {
    params: partyId,
    response: z.strictObject({
      /** What the browser posts, and where to. */
      action: z.string(),
      fields: z.record(z.string(), z.string()),
    }),
  },
  readTrial: { params: z.strictObject({ trialId: text(64).min(1) }), response: trial },
  setTenantState: { params: partyId, body: toState, response: tenants },
  removeTenant: { params: partyId, body: because, response: tenants },
  listApplications: { response: applications },
  createApplication: {
    body: z.strictObject({
      name: label,
      redirectUris: z.array(address).max(20),
      postLogoutRedirectUris: z.array(address).max(20).optional(),
      backchannelLogoutUri: address.optional(),
      startUrl: address.optional(),
      collection: label.optional(),
      strength: strength.optional(),
      consent: z.enum(['none', 'ask']).optional(),
      authentication: z.enum(['client_secret_basic', 'client_secret_post', 'none']).optional(),
      native: z.boolean().optional(),
      refresh: z.boolean().optional(),
      device: z.boolean().optional(),
      /** It may ask for the groups that people are in (scope `groups`). */
      groups: z.boolean().optional(),
      reason,
    }),
    response: secret,
  },
  replaceApplicationSecret: { params: applicationId, body: because, response: secret },
  setApplicationState: { params: applicationId, body: toState, response: applications },
  removeApplication: { params: applicationId, body: because, response: applications },
} as const;

export type TenantView = z.infer<typeof tenant>;
export type ApplicationView = z.infer<typeof application>;
export type TrialView = z.infer<typeof trial>;
export type FindingView = z.infer<typeof finding>;
