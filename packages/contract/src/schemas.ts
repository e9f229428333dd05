import { z } from 'zod';
import { API_KEY_SCHEMAS } from './api-key-views.ts';
import { ADMINISTRATION_SCHEMAS } from './administration-schemas.ts';
import { HELP_SCHEMAS } from './help-schemas.ts';
import type { EndpointName } from './endpoints.ts';
import { PEOPLE_SCHEMAS } from './people-views.ts';
import { PERSON_SCHEMAS } from './person-views.ts';
import { RELYING_PARTY_SCHEMAS } from './relying-party-views.ts';
import { ROLL_OUT_SCHEMAS } from './roll-out-views.ts';
import { HANDOVER_SCHEMAS } from './handover-views.ts';
import { VERIFICATION_SCHEMAS } from './verification-views.ts';
import { TOKEN_SCHEMAS } from './token-views.ts';
import { BRAND_SCHEMAS, look } from './brand-views.ts';
import { VOICE_SCHEMAS } from './voice-views.ts';
import {
  activityLine,
  app,
  appPassword,
  appPasswords,
  binding,
  country,
  creationOptions,
  device,
  deviceActivation,
  id,
  label,
  phoneSlot,
  rememberedBrowsers,
  requestOptions,
  securityInfo,
  session,
  signIn,
  signedIn,
  stopped,
  text,
  timestamp,
} from './views.ts';

export type * from './administration-schemas.ts';
export type * from './people-views.ts';
export type * from './api-key-views.ts';
export type * from './relying-party-views.ts';
export type { StatementView, VerificationView } from './verification-views.ts';
export type * from './token-views.ts';
export type { BrandView } from './brand-views.ts';
export type * from './voice-views.ts';
export type * from './person-views.ts';
export type * from './alert-views.ts';
export type * from './report-views.ts';
export type * from './group-views.ts';
export type * from './policy-views.ts';
export type * from './roll-out-views.ts';
export type * from './views.ts';

/** Whatever is typed: one that cannot be anybody's is refused like any other that is wrong, and is counted. */
const login = z.string().max(254).min(1);
const password = z.string().max(256).min(1);
const via = z.enum(['text', 'call', 'spoken-code', 'push']);
/** Codes are judged by their authenticator, not here: a malformed one is a wrong one and is counted. */
const output = z.unknown();

export type Shape = {
  readonly body?: z.ZodType | undefined;
  readonly params?: z.ZodType | undefined;
  /** Of reads: strings behind the path. */
  readonly query?: z.ZodType | undefined;
  readonly response?: z.ZodType | undefined;
};

const signInId = z.strictObject({ signInId: id });
const bindingId = z.strictObject({ bindingId: id });
const browserId = z.strictObject({ browserId: id });
const appPasswordId = z.strictObject({ appPasswordId: id });
const methodId = z.strictObject({ methodId: id });

const sessions = z.strictObject({ sessions: z.array(signedIn) });

/** The shapes of every endpoint of `ENDPOINTS`. Unknown fields are refused everywhere. */
export const SCHEMAS = {
  getConfiguration: {
    response: z.strictObject({
      organisation: z.string(),
      evaluation: z.boolean(),
      /** Whom people turn to, in the organisation's own words. */
      helpContact: z.string(),
      /** Where people of this organisation start from. */
      portals: z.array(z.strictObject({ name: z.string(), url: z.string() })),
      look,
    }),
  },
  beginSignIn: {
    body: z.strictObject({ login, password, returnTo: text(2048).optional() }),
    response: signIn,
  },
  beginPasskey: { response: z.strictObject({ publicKey: requestOptions }) },
  signInWithPasskey: {
    body: z.strictObject({ output, returnTo: text(2048).optional() }),
    response: signIn,
  },
  getSignIn: { params: signInId, response: signIn },
  issueChallenge: {
    params: signInId,
    body: z.strictObject({ optionId: text(64) }),
    response: signIn,
  },
  verifyChallenge: {
    params: signInId,
    body: z.strictObject({ challengeId: id, output, remember: z.boolean().optional() }),
    response: signIn,
  },
  completeSignIn: {
    params: signInId,
    body: z.strictObject({ remember: z.boolean().optional() }),
    response: signIn,
  },
  cancelSignIn: { params: signInId },
  finishSetUp: { params: signInId, response: signIn },
  changePasswordInSignIn: {
    params: signInId,
    body: z.strictObject({ password }),
    response: signIn,
  },
  finishTasks: { params: signInId, response: signIn },
  postponeTask: { params: signInId, response: signIn },
  openSetUp: { params: signInId, response: signIn },
  beginStepUp: { body: z.strictObject({ returnTo: text(2048).optional() }), response: signIn },
  getSession: { response: session },
  endSession: {},
  getSessions: { response: sessions },
  getMyApps: { response: z.strictObject({ apps: z.array(app) }) },
  endOneSession: { params: z.strictObject({ sessionId: id }), response: sessions },
  endOtherSessions: { response: sessions },
  getActivity: {
    /** The last line of the page before. */
    query: z.strictObject({ before: id.optional() }),
    response: z.strictObject({
      lines: z.array(activityLine),
      /** Ask for what comes `before` this; absent: that was all. */
      next: id.optional(),
    }),
  },
  disownActivity: { params: z.strictObject({ lineId: id }), response: stopped },
  useFreezeLink: { body: z.strictObject({ token: text(64).min(1) }), response: stopped },
  reportProblem: {
    body: z.strictObject({
      message: text(2000).trim().min(1),
      correlationId: id.optional(),
      /** How the help desk reaches the person, in their own words. */
      contact: text(254).optional(),
    }),
  },
  getSecurityInfo: { response: securityInfo },
  setPreferredOption: {
    /** Null: no choice any more. */
    body: z.strictObject({ optionId: text(64).nullable(), device }),
    response: securityInfo,
  },
  renameMethod: {
    params: methodId,
    body: z.strictObject({ name: label }),
    response: securityInfo,
  },
  removeMethod: { params: methodId, response: securityInfo },
  getSetUpOptions: {
    response: z.strictObject({
      countries: z.array(country),
      slots: z.array(phoneSlot),
      app: z.boolean(),
      passkey: z.boolean(),
      device: z.boolean(),
    }),
  },
  bindPhone: {
    body: z.strictObject({
      slot: phoneSlot,
      /** As typed: national or international, spaces and punctuation allowed. */
      number: text(40).min(1),
      /** ISO 3166-1 alpha-2: how a national number is read. */
      country: z.string().length(2),
      extension: z
        .string()
        .regex(/^[0-9]{1,8}$/)
        .optional(),
      via,
    }),
    response: binding,
  },
  bindHardwareToken: { body: z.strictObject({ serial: label }), response: binding },
  bindApp: {
    /** `replaces`: a method of the person, an app, that dies when this one is proved. */
    body: z.strictObject({ name: label.optional(), replaces: id.optional() }),
    response: z.strictObject({
      binding,
      /** SVG of the otpauth URI; shown this once. */
      qr: z.string(),
      /** Base32 (RFC 4648 section 6), for apps without a camera. */
      secret: z.string(),
      account: z.string(),
      issuer: z.string(),
      uri: z.string(),
    }),
  },
  bindPasskey: {
    body: z.strictObject({ name: label.optional() }),
    response: z.strictObject({ binding, publicKey: creationOptions }),
  },
  bindDevice: { response: deviceActivation },
  getBinding: { params: bindingId, response: binding },
  challengeBinding: { params: bindingId, body: z.strictObject({ via }), response: binding },
  confirmBinding: {
    params: bindingId,
    /** No output: the proof came by phone call. */
    body: z.strictObject({ output: output.optional() }),
    response: binding,
  },
  cancelBinding: { params: bindingId },
  generateRecoveryCodes: {
    /** With what belongs on the sheet beside them. */
    response: z.strictObject({
      codes: z.array(z.string()),
      account: z.string(),
      madeAt: timestamp,
    }),
  },
  changePassword: {
    body: z.strictObject({ current: password, next: password }),
    /** How many other browsers were signed out. */
    response: z.strictObject({ sessionsEnded: z.int() }),
  },
  forgotPassword: { body: z.strictObject({ login }) },
  resetPassword: { body: z.strictObject({ token: text(64), password }) },
  listRememberedBrowsers: { response: rememberedBrowsers },
  forgetRememberedBrowser: { params: browserId, response: rememberedBrowsers },
  forgetRememberedBrowsers: { response: rememberedBrowsers },
  listAppPasswords: { response: appPasswords },
  createAppPassword: {
    body: z.strictObject({ name: label }),
    response: z.strictObject({
      appPassword,
      /** In groups of four; they may be typed without. */
      password: z.string(),
    }),
  },
  deleteAppPassword: { params: appPasswordId, response: appPasswords },
  verifyAppPassword: {
    body: z.strictObject({
      login,
      password,
      /** Where the program is, as the server that asks sees it. */
      clientAddress: z.union([z.ipv4(), z.ipv6()]).optional(),
    }),
    response: z.strictObject({ user: z.strictObject({ id, login: z.string() }) }),
  },
  claimBootstrap: {
    body: z.strictObject({
      token: text(64).min(1),
      login,
      displayName: label,
      email: z.email().max(254),
      password: z.string().max(256).min(15),
    }),
    response: z.strictObject({ login: z.string() }),
  },
  ...ADMINISTRATION_SCHEMAS,
  ...PEOPLE_SCHEMAS,
  ...API_KEY_SCHEMAS,
  ...RELYING_PARTY_SCHEMAS,
  ...VERIFICATION_SCHEMAS,
  ...ROLL_OUT_SCHEMAS,
  ...HANDOVER_SCHEMAS,
  ...TOKEN_SCHEMAS,
  ...VOICE_SCHEMAS,
  ...BRAND_SCHEMAS,
  ...HELP_SCHEMAS,
  ...PERSON_SCHEMAS,
} as const satisfies Readonly<Record<EndpointName, Shape>>;

type BodyOf<S> = S extends { readonly body: infer B extends z.ZodType } ? z.infer<B> : undefined;
type ParamsOf<S> = S extends { readonly params: infer P extends z.ZodType }
  ? z.infer<P>
  : undefined;
type QueryOf<S> = S extends { readonly query: infer Q extends z.ZodType } ? z.infer<Q> : undefined;
type ResponseOf<S> = S extends { readonly response: infer R extends z.ZodType }
  ? z.infer<R>
  : undefined;

export type Call = {
  readonly [Name in EndpointName]: {
    readonly body: BodyOf<(typeof SCHEMAS)[Name]>;
    readonly params: ParamsOf<(typeof SCHEMAS)[Name]>;
    readonly query: QueryOf<(typeof SCHEMAS)[Name]>;
    readonly response: ResponseOf<(typeof SCHEMAS)[Name]>;
  };
};
