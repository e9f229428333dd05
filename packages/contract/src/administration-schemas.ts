import { z } from 'zod';
import { ALERT_SCHEMAS } from './alert-views.ts';
import { REPORT_SCHEMAS, reportPage } from './report-views.ts';
import { SIGN_IN_REASON_NAMES } from './sign-in-reasons.ts';
import { CASE_OUTCOMES } from './case-outcomes.ts';
import { GROUP_SCHEMAS, groupName, reason } from './group-views.ts';
import { POLICY_SCHEMAS } from './policy-views.ts';
import { ROLES } from './roles.ts';
import { coveredBy } from './roll-out-views.ts';
import {
  activityLine,
  id,
  method,
  methodKind,
  methodType,
  place,
  text,
  timestamp,
} from './views.ts';

/** How the caller was verified: in words, or by a number that was sent and read out. One of them is there. */
export const callerProof = {
  callerVerifiedBy: reason.optional(),
  callerCheck: id.optional(),
} as const;

export const state = z.enum(['disabled', 'enabled', 'enforced']);
const role = z.enum(ROLES);

/** One line of a list of people. */
const listedUser = z.strictObject({
  id,
  login: z.string(),
  displayName: z.string(),
  email: z.string().optional(),
  state,
  role,
  /** Whether there is a method to prove a second step with. */
  registered: z.boolean(),
  /** The best that there is. */
  coveredBy,
  /** To the day; absent: not within the last 90 days. */
  lastSignInAt: timestamp.optional(),
  blockedUntil: timestamp.optional(),
});

export const userDetails = z.strictObject({
  user: listedUser,
  /** What the one who asks may do to this account. */
  reach: z.enum(['allowed', 'needs-approval', 'own-account', 'out-of-reach']),
  methods: z.array(method),
  /** What is asked first, where the person chose. */
  preferred: z.array(z.strictObject({ device: z.enum(['computer', 'phone']), type: z.string() })),
  /** The default: what is asked first on a computer, whoever chose it; absent: there is no method. */
  defaultType: methodType.optional(),
  /** What stands out, the most urgent first. */
  risk: z.array(
    z.enum([
      'blocked',
      'no-method',
      'phone-only',
      'one-method',
      'wrong-steps',
      'method-off',
      'method-frozen',
      'reported',
    ]),
  ),
  sessions: z.array(
    z.strictObject({ id, browser: z.string(), place, startedAt: timestamp, lastSeenAt: timestamp }),
  ),
  rememberedBrowsers: z.array(
    z.strictObject({ id, browser: z.string(), addedAt: timestamp, until: timestamp }),
  ),
  appPasswords: z.array(
    z.strictObject({ id, name: z.string(), addedAt: timestamp, lastUsedAt: timestamp.optional() }),
  ),
  failedSteps: z.int(),
  /** What calls to them are spoken in, where it is known (BCP 47). */
  language: z.string().optional(),
  groups: z.array(groupName),
  /** Of the staff: whom it looks after; none: everybody. */
  scope: z.array(groupName),
});

export const supportCase = z.strictObject({
  id,
  kind: z.enum(['not-me', 'frozen', 'fraud', 'help']),
  state: z.enum(['open', 'taken', 'closed']),
  openedAt: timestamp,
  /** Whose account it is about. */
  user: z.strictObject({ id, login: z.string() }).optional(),
  /** The audit event, notice or correlation ID that it is about. */
  about: z.string().optional(),
  takenBy: z.string().optional(),
  closedAt: timestamp.optional(),
  closedBy: z.string().optional(),
  /** In the words of whoever closed it. */
  closedReason: z.string().optional(),
  outcome: z.enum(CASE_OUTCOMES).optional(),
  note: z.string().optional(),
});

/** A record of the audit log, as the staff sees it. */
export const record = z.strictObject({
  id,
  at: timestamp,
  event: z.string(),
  outcome: z.enum(['success', 'failure', 'info']),
  reason: z.string().optional(),
  /** Of a sign-in: why it went on or did not. */
  why: z.enum(SIGN_IN_REASON_NAMES).optional(),
  /** A person by their login, an operator of the server, or a part of the system. */
  actor: z.string().optional(),
  /** The account that it is about. */
  account: z.strictObject({ id, login: z.string() }).optional(),
  method: z.string().optional(),
  /** What the person went to: by its name, or the origin of a host. */
  application: z.string().optional(),
  correlationId: z.string().optional(),
  browser: z.string().optional(),
  place: place.optional(),
  detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
});

const userId = z.strictObject({ userId: id });
const caseId = z.strictObject({ caseId: id });
const because = z.strictObject({ reason });
const done = z.strictObject({ user: userDetails });

export const ADMINISTRATION_SCHEMAS = {
  ...GROUP_SCHEMAS,
  ...POLICY_SCHEMAS,
  setUserScope: {
    params: userId,
    /** None: everybody. */
    body: z.strictObject({ reason, groups: z.array(id).max(20) }),
    response: done,
  },
  searchUsers: {
    body: z.strictObject({
      /** The beginning of a name, login or mail address, or a whole phone number. */
      search: text(254).optional(),
      state: state.optional(),
      role: role.optional(),
      registered: z.boolean().optional(),
      method: methodKind.optional(),
      /** True: only those who are blocked now. */
      blocked: z.literal(true).optional(),
      coveredBy: coveredBy.optional(),
      /** To the day, within the last 90 days. */
      signedInSince: timestamp.optional(),
      /** Who did not sign in since then, or never; at most 90 days back. */
      notSignedInSince: timestamp.optional(),
      /** Only members of this group. */
      group: id.optional(),
      /** `next` of the page before. */
      after: text(600).optional(),
    }),
    response: z.strictObject({
      users: z.array(listedUser),
      /** Where to go on; absent: that was all. */
      next: z.string().optional(),
    }),
  },
  getUser: { params: userId, response: userDetails },
  getUserActivity: {
    params: userId,
    query: z.strictObject({ before: id.optional() }),
    response: z.strictObject({ lines: z.array(activityLine), next: id.optional() }),
  },
  clearMethods: {
    params: userId,
    body: z.strictObject({
      reason,
      ...callerProof,
      /** Passkeys go, too. */
      passkeys: z.boolean().optional(),
      /** What the set-up that follows asks for: a pass, or the password alone within 24 hours. */
      registration: z.enum(['pass', 'password']),
    }),
    response: done,
  },
  deleteAppPasswordsOf: { params: userId, body: because, response: done },
  forgetBrowsersOf: { params: userId, body: because, response: done },
  revokeSessionsOf: { params: userId, body: because, response: done },
  resetPasswordOf: {
    params: userId,
    body: z.strictObject({ reason, ...callerProof }),
    response: z.strictObject({ user: userDetails, password: z.string() }),
  },
  blockUser: {
    params: userId,
    body: z.strictObject({ reason, days: z.int().min(1).max(3650).optional() }),
    response: done,
  },
  unblockUser: { params: userId, body: because, response: done },
  issuePass: {
    params: userId,
    body: z.strictObject({
      reason,
      ...callerProof,
      minutes: z.int().min(10).max(480).optional(),
      /** `many`: again and again until it expires, where settings allow that. Absent: once. */
      uses: z.enum(['once', 'many']).optional(),
    }),
    response: z.strictObject({ user: userDetails, pass: z.string(), expiresAt: timestamp }),
  },
  setUserState: { params: userId, body: z.strictObject({ reason, state }), response: done },
  setUserRole: { params: userId, body: z.strictObject({ reason, role }), response: done },
  listCases: {
    /** `closed`: the last ones, the newest first. */
    query: z.strictObject({ state: z.enum(['open', 'closed']).optional() }),
    response: z.strictObject({ cases: z.array(supportCase) }),
  },
  getCase: { params: caseId, response: supportCase },
  takeCase: { params: caseId, response: supportCase },
  closeCase: {
    params: caseId,
    body: z.strictObject({ reason, outcome: z.enum(CASE_OUTCOMES) }),
    response: supportCase,
  },
  readReport: {
    body: reportPage,
    response: z.strictObject({ records: z.array(record), next: z.string().optional() }),
  },
  getAttempt: {
    params: z.strictObject({ correlationId: id }),
    response: z.strictObject({ records: z.array(record) }),
  },
  ...ALERT_SCHEMAS,
  ...REPORT_SCHEMAS,
} as const;

export type ListedUserView = z.infer<typeof listedUser>;
export type UserDetailsView = z.infer<typeof userDetails>;
export type CaseView = z.infer<typeof supportCase>;
export type RecordView = z.infer<typeof record>;
