import { randomBytes } from 'node:crypto';
import { uuidV7 } from '#crypto/uuid-v7.ts';
import type { Group, NewUser } from '#directory/ports.ts';
import type { ExportOwner, NewExport } from '#administration/ports.ts';
import type { Alert, AlertTarget } from '#alerts/ports.ts';
import type {
  AlertTargetId,
  AppPasswordId,
  ApplicationId,
  AuthenticatorId,
  BindingId,
  CaseId,
  ChallengeId,
  GroupId,
  OutboxId,
  RelyingPartyId,
  RememberedBrowserId,
  SessionId,
  SignInId,
  UserId,
} from '#domain/ids.ts';
import type { NewOutboxMessage } from '#delivery/ports.ts';
import type { NewCase } from '#recovery/ports.ts';
import type {
  Application,
  Artifact,
  NewProofRequest,
  RelyingParty,
} from '#relying-parties/ports.ts';
import type { NewAppPassword, NewAuthenticator, NewBinding } from '#security-info/ports.ts';
import type { NewRememberedBrowser, NewSession } from '#sessions/ports.ts';
import type { NewChallenge, NewSignIn } from '#sign-in/ports.ts';
import type { Database } from '../open-database.ts';

export const NOW = new Date('2026-11-24T12:00:00Z');
export const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);
export const MINUTE = 60_000;

type Id = ApplicationId &
  RelyingPartyId &
  UserId &
  AppPasswordId &
  CaseId &
  AuthenticatorId &
  BindingId &
  ChallengeId &
  GroupId &
  OutboxId &
  RememberedBrowserId &
  SessionId &
  SignInId;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
export const newId = (): Id => uuidV7(NOW) as Id;
export const newHash = (): string => randomBytes(32).toString('base64url');

export function newUser(given: Partial<NewUser> = {}): NewUser {
  const id = newId();
  return {
    id,
    login: `login-${id}`,
    displayName: 'Ada',
    email: undefined,
    state: 'enabled',
    role: 'user',
    active: true,
    registration: { kind: 'password', openUntil: undefined },
    passwordHash: undefined,
    createdAt: NOW,
    loginKeys: [`login-${id}`],
    ...given,
  };
}

export const newSession = (userId: UserId, given: Partial<NewSession> = {}): NewSession => ({
  id: newId(),
  userId,
  role: 'user',
  assurance: { amr: ['mfa', 'otp', 'pwd'], acr: 'two-step' },
  createdAt: NOW,
  authenticatedAt: NOW,
  lastSeenAt: NOW,
  expiresAt: later(60 * MINUTE),
  failedStepsBefore: 0,
  secondStep: 'totp',
  heldUntil: undefined,
  tokenHash: newHash(),
  address: '192.0.2.1',
  userAgent: 'Firefox on Windows',
  ...given,
});

export const newSignIn = (userId: UserId, given: Partial<NewSignIn> = {}): NewSignIn => ({
  id: newId(),
  userId,
  purpose: 'sign-in',
  sessionId: undefined,
  state: 'second-step',
  returnTo: '/',
  createdAt: NOW,
  expiresAt: later(10 * MINUTE),
  secondStep: undefined,
  tokenHash: newHash(),
  ...given,
});

export const newRememberedBrowser = (
  userId: UserId,
  given: Partial<NewRememberedBrowser> = {},
): NewRememberedBrowser => ({
  id: newId(),
  userId,
  tokenHash: newHash(),
  createdAt: NOW,
  expiresAt: later(60 * MINUTE),
  lastUsedAt: NOW,
  address: '192.0.2.1',
  userAgent: 'Firefox on Windows',
  ...given,
});

export const newAppPassword = (
  userId: UserId,
  given: Partial<NewAppPassword> = {},
): NewAppPassword => ({
  id: newId(),
  userId,
  name: 'Laptop',
  createdAt: NOW,
  hash: newHash(),
  ...given,
});

export const newBinding = (userId: UserId, given: Partial<NewBinding> = {}): NewBinding => ({
  id: newId(),
  userId,
  startedBy: newId(),
  kind: 'totp',
  slot: undefined,
  name: undefined,
  lastTwoDigits: undefined,
  hasExtension: false,
  expiresAt: later(10 * MINUTE),
  secret: randomBytes(20),
  numberHash: undefined,
  createdAt: NOW,
  ...given,
});

export const newPhoneBinding = (userId: UserId, e164: string): NewBinding =>
  newBinding(userId, {
    kind: 'phone',
    slot: 'mobile',
    lastTwoDigits: e164.slice(-2),
    numberHash: `hash of ${e164}`,
    secret: Buffer.from(JSON.stringify({ e164 })),
  });

export const newAuthenticator = (
  userId: UserId,
  given: Partial<NewAuthenticator> = {},
): NewAuthenticator => ({
  id: newId(),
  userId,
  kind: 'totp',
  name: undefined,
  boundAt: NOW,
  boundIn: undefined,
  ...given,
});

export const newChallenge = (
  of: { readonly userId: UserId; readonly for: NewChallenge['for'] },
  given: Partial<NewChallenge> = {},
): NewChallenge => ({
  id: newId(),
  userId: of.userId,
  for: of.for,
  type: 'totp',
  slot: undefined,
  attemptsLeft: 5,
  codeHash: undefined,
  codeNumber: undefined,
  createdAt: NOW,
  expiresAt: later(10 * MINUTE),
  resendAt: undefined,
  ...given,
});

export const newRelyingParty = (given: Partial<RelyingParty> = {}): RelyingParty => ({
  id: newId(),
  name: `party ${newHash()}`,
  tenantId: newId(),
  clientId: newId(),
  cloud: 'global',
  metadataUrl: 'https://login.example.org/metadata',
  link: 'login',
  createsAccounts: false,
  registersInline: true,
  hintMaxAgeMs: 15 * MINUTE,
  createdAt: NOW,
  disabledAt: undefined,
  ...given,
});

export const newProofRequest = (
  {
    relyingPartyId: id,
    userId,
  }: { readonly relyingPartyId: RelyingPartyId; readonly userId: UserId },
  given: Partial<NewProofRequest> = {},
): NewProofRequest => ({
  requestHash: newHash(),
  subject: newId(),
  signInId: newId(),
  reply: '{}',
  createdAt: NOW,
  expiresAt: later(10 * MINUTE),
  forgetAt: later(30 * MINUTE),
  askedBy: { kind: 'relying-party', id },
  userId,
  ...given,
});

export const newSigningKey = (ordinal: number, issuer: 'entra' | 'oidc' = 'entra') => ({
  id: newHash(),
  issuer,
  ordinal,
  certificate: Uint8Array.of(1, 2, 3),
  privateKey: randomBytes(32),
  createdAt: NOW,
  signsFrom: NOW,
  predecessorRetiresAt: later(MINUTE),
});

export const newMessage = (
  userId: UserId,
  given: Partial<NewOutboxMessage> = {},
): NewOutboxMessage => ({
  id: newId(),
  userId,
  challengeId: undefined,
  message: { kind: 'mail', to: 'ada@example.org', subject: 'Hello', text: 'A text' },
  createdAt: NOW,
  expiresAt: later(10 * MINUTE),
  ...given,
});

export const newCase = (given: Partial<NewCase> = {}): NewCase => ({
  id: newId(),
  kind: 'help',
  userId: undefined,
  about: undefined,
  note: undefined,
  createdAt: NOW,
  ...given,
});

export const newExport = (owner: ExportOwner, given: Partial<NewExport> = {}): NewExport => ({
  id: newId(),
  owner,
  asked: { report: 'sign-ins' },
  createdAt: NOW,
  expiresAt: later(24 * 60 * MINUTE),
  ...given,
});

export const newAlertTarget = (given: Partial<AlertTarget> = {}): AlertTarget => ({
  id: newId(),
  name: 'Watch',
  to: { kind: 'webhook', address: 'https://watch.example.org/alerts', secret: newHash() },
  alerts: ['fraud-reported'],
  isOff: false,
  createdAt: NOW,
  ...given,
});

export const newAlert = (targetId: AlertTargetId): Alert => ({
  id: newId(),
  targetId,
  alert: 'test',
  body: '{}',
  createdAt: NOW,
  outboxId: newId(),
});
export function newGroup(given: Partial<Group> = {}): Group {
  const id = newId();
  return { id, name: `Group ${id}`, description: 'Its people', createdAt: NOW, ...given };
}

export async function addUser(database: Database, given: Partial<NewUser> = {}): Promise<UserId> {
  const user = newUser(given);
  await database.transact('fact', (tx) => tx.users.insert(user));
  return user.id;
}

/** Goes the way that people go: a binding, confirmed, then bound. */
export function addAuthenticator(
  database: Database,
  binding: NewBinding,
): Promise<AuthenticatorId> {
  const authenticator = newAuthenticator(binding.userId, { kind: binding.kind });
  return database.transact('fact', async (tx) => {
    await tx.bindings.insert(binding);
    await tx.bindings.advance(binding.id, 'confirmed', NOW);
    await tx.authenticators.bind(binding.id, authenticator);
    return authenticator.id;
  });
}

export const addApp = (database: Database, userId: UserId): Promise<AuthenticatorId> =>
  addAuthenticator(database, newBinding(userId));

/** An account with an app, a sign-in of it, and a challenge for that. */
export async function addChallenge(database: Database, given: Partial<NewChallenge> = {}) {
  const userId = await addUser(database);
  const authenticatorId = await addApp(database, userId);
  const signIn = newSignIn(userId);
  const subject = { kind: 'sign-in', signInId: signIn.id, authenticatorId } as const;
  const challenge = newChallenge({ userId, for: subject }, given);
  await database.transact('attempt', async (tx) => {
    await tx.signIns.insert(signIn);
    await tx.challenges.insert(challenge);
  });
  return { userId, authenticatorId, signIn, challenge };
}

export const parallel = <Result>(
  count: number,
  work: (n: number) => Promise<Result>,
): Promise<Result[]> => Promise.all(Array.from({ length: count }, (_, n) => work(n)));

export const countTrue = (results: readonly boolean[]): number => results.filter(Boolean).length;

export const newApplication = (given: Partial<Application> = {}): Application => ({
  id: newId(),
  name: `Application ${newId()}`,
  clientId: newId(),
  secretHash: newHash(),
  strength: 'two-step',
  consent: 'none',
  startUrl: 'https://wiki.example.org/',
  collection: undefined,
  metadata: {
    redirectUris: ['https://wiki.example.org/callback'],
    postLogoutRedirectUris: [],
    backchannelLogoutUri: undefined,
    authentication: 'client_secret_basic',
    grantTypes: ['authorization_code'],
    scopes: ['openid'],
    isNative: false,
    bindsTokens: false,
    pushesRequests: false,
  },
  createdAt: NOW,
  disabledAt: undefined,
  ...given,
});

export const newArtifact = (given: Partial<Artifact> = {}): Artifact => ({
  kind: 'AccessToken',
  hash: newHash(),
  payload: JSON.stringify({ scope: 'openid' }),
  grantHash: undefined,
  userCodeHash: undefined,
  applicationId: undefined,
  sessionId: undefined,
  userId: undefined,
  expiresAt: later(MINUTE),
  ...given,
});
