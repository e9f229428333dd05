import type { Door, DoorRequest, DoorResponse } from '#http/ports.ts';
import type { AuditRecord } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { User } from '#domain/user.ts';
import type { Clock } from '#domain/write.ts';
import type { FindAccount } from '#relying-parties/find-account.ts';
import type {
  Asker,
  BeginProof,
  BeginProofOutcome,
  RelyingParty,
  RelyingPartyStore,
  Trier,
} from '#relying-parties/ports.ts';
import type { Trials } from '#relying-parties/trials.ts';
import type { CheckedHint, CheckHint, Hint } from './check-hint.ts';
import { CLOUDS, PATHS } from './issuer.ts';
import { listAccepted } from './methods.ts';
import type { ShowPage } from './show-page.ts';
import { type AuthorizeRequest, parseRequest } from './parse-request.ts';
import { type Refusal, REFUSALS } from './refusals.ts';
import type { Reply } from './reply.ts';
import type { BegunTrial } from './trial-keys.ts';

type Dependencies = {
  readonly relyingParties: Pick<RelyingPartyStore, 'listByClientId'>;
  readonly checkHint: CheckHint;
  readonly findAccount: FindAccount;
  readonly beginProof: BeginProof;
  /** Whoever is signed in in this browser and may try a connection, at this moment. */
  readonly findTrier: (request: DoorRequest) => Promise<Trier | undefined>;
  readonly trials: Pick<Trials, 'save'>;
  /** Keyed hash of a purpose's value (crypto/tokens.ts). */
  readonly hash: (purpose: string, value: string) => string;
  readonly record: (record: AuditRecord) => Promise<void>;
  readonly showPage: ShowPage;
  readonly clock: Clock;
};

/** A sign-in that has ended can still be told apart from one that never was. */
const GRACE_MS = 15 * 60_000;

/**
 * The authorization endpoint. Anybody may post here, from any site: nothing is believed but what the
 * tenant has signed, and nothing happens before that is checked.
 */
export const makeAuthorize =
  (dependencies: Dependencies): Door['open'] =>
  async (request) => {
    const { context, body } = request;
    const asked = parseRequest(body);
    if (asked === undefined) return refuse(dependencies, { context, refusal: 'malformed' });
    const checked = await check(dependencies, asked);
    const at = { context, asked };
    if (checked.kind === 'refused') return refuse(dependencies, { ...at, ...checked });
    const { party, hint, trial } = checked;
    if (trial !== undefined) {
      return beginTrial(dependencies, { request, asked, party, hint, trial });
    }
    if (party.disabledAt !== undefined) {
      return refuse(dependencies, { ...at, party, refusal: 'disabled' });
    }
    const accepts = listAccepted(asked.ask);
    if (accepts.length === 0) {
      return refuse(dependencies, { ...at, party, refusal: 'nothing_accepted' });
    }
    const { objectId: subject, userName, displayName } = hint;
    const person = { subject, userName, displayName };
    const account = await dependencies.findAccount(party, person, context);
    switch (account.kind) {
      case 'not-linked':
        return refuse(dependencies, { ...at, party, refusal: 'not_linked' });
      case 'linked-elsewhere':
        return refuse(dependencies, { ...at, party, refusal: 'linked_elsewhere' });
      case 'found':
        return begin(dependencies, { ...at, party, hint, accepts, user: account.user });
    }
  };

type Checked =
  | Extract<CheckedHint, { readonly kind: 'genuine' }>
  | { readonly kind: 'refused'; readonly refusal: Refusal; readonly why?: string };

/** Client, where the answer goes, then the hint: the cheap questions first. */
async function check(
  { relyingParties, checkHint, clock }: Dependencies,
  { clientId, redirectUri, hint }: AuthorizeRequest,
): Promise<Checked> {
  const parties = await relyingParties.listByClientId(clientId);
  if (parties.length === 0) return { kind: 'refused', refusal: 'unknown_client' };
  // Whole and exact: no prefix, no query, no other spelling (RFC 9700 section 2.1).
  const answerable = parties.filter(({ cloud }) => CLOUDS[cloud].redirectUri === redirectUri);
  if (answerable.length === 0) return { kind: 'refused', refusal: 'foreign_redirect' };
  return checkHint(hint, answerable, clock());
}

type Beginning = {
  readonly context: DoorRequest['context'];
  readonly asked: AuthorizeRequest;
  readonly party: RelyingParty;
  readonly hint: Hint;
  readonly accepts: ReturnType<typeof listAccepted>;
  readonly user: User;
};

async function begin(dependencies: Dependencies, beginning: Beginning): Promise<DoorResponse> {
  const { context, asked, party } = beginning;
  const outcome = await ask(dependencies, beginning, {
    askedBy: { kind: 'relying-party', id: party.id },
    mayRegister: party.registersInline,
    returnTo: PATHS.answer,
  });
  const at = { context, asked, party };
  switch (outcome.kind) {
    case 'replayed':
      return refuse(dependencies, { context, asked, refusal: 'replayed' });
    case 'blocked':
      return refuse(dependencies, { ...at, refusal: 'blocked' });
    case 'throttled':
      return refuse(dependencies, { ...at, refusal: 'throttled' });
    case 'begun':
      return goOn(beginning, outcome);
  }
}

type Own = {
  readonly askedBy: Asker;
  readonly mayRegister: boolean;
  readonly returnTo: string;
};

function ask(
  { beginProof, hash, clock }: Dependencies,
  { context, asked, party, hint, accepts, user }: Beginning,
  { askedBy, ...own }: Own,
) {
  const { state, nonce, ask: wanted, clientRequestId } = asked;
  const reply: Reply = { sub: hint.sub, state, nonce, ask: wanted };
  const known = hint.issuedAt.getTime() + party.hintMaxAgeMs;
  return beginProof({
    ...own,
    user,
    accepts,
    context,
    detail: { relyingParty: party.name, ...(clientRequestId !== undefined && { clientRequestId }) },
    request: {
      requestHash: hash('relying-party-request', hint.signed),
      askedBy,
      subject: hint.objectId,
      reply: JSON.stringify(reply),
      forgetAt: new Date(Math.max(known, clock().getTime()) + GRACE_MS),
    },
  });
}

/** The id opens nothing by itself: the cookie does. A fragment is in no log. */
const goOn = (
  { asked, context }: Pick<Beginning, 'asked' | 'context'>,
  { signIn, token }: Extract<BeginProofOutcome, { readonly kind: 'begun' }>,
): DoorResponse => ({
  status: 303,
  contentType: 'text/plain',
  body: '',
  location: `${PATHS.verify}#${signIn.id}`,
  signInToken: token,
  ...logOf(asked, context),
});

type Trying = Pick<Beginning, 'asked' | 'party' | 'hint'> & {
  readonly request: DoorRequest;
  readonly trial: BegunTrial;
};

/**
 * A trial is about whoever posts it, never about the person of its hint, and only in the session that
 * it was made in. Nothing of it is tied, created, or said to Microsoft, also where it is refused.
 */
async function beginTrial(dependencies: Dependencies, trying: Trying): Promise<DoorResponse> {
  const { request, asked, party, hint, trial } = trying;
  const { context } = request;
  const at = { context, asked };
  const refuseTrial = (why: string) =>
    refuse(dependencies, { ...at, refusal: 'trial_refused', why });
  const by = await dependencies.findTrier(request);
  if (by?.session.id !== trial.sessionId) return refuseTrial('other_session');
  if (party.disabledAt !== undefined) return refuse(dependencies, { ...at, refusal: 'disabled' });
  const { user } = by;
  const accepts = listAccepted(asked.ask);
  const beginning = { context, asked, party, hint, accepts, user };
  const outcome = await ask(dependencies, beginning, {
    askedBy: { kind: 'trial', id: party.id },
    mayRegister: false,
    returnTo: `${TRIAL_PAGE}${trial.id}`,
  });
  if (outcome.kind !== 'begun') return refuseTrial(outcome.kind);
  const { id, ...begun } = trial;
  await dependencies.trials.save(id, { ...begun, signInId: outcome.signIn.id, userId: user.id });
  return goOn(beginning, outcome);
}

/** Of the administration. */
const TRIAL_PAGE = '/admin?show=entra&trial=';

const logOf = (asked: AuthorizeRequest | undefined, { requestId }: DoorRequest['context']) =>
  asked?.clientRequestId === undefined
    ? {}
    : { log: { clientRequestId: asked.clientRequestId, correlationId: requestId } };

type Refusing = {
  readonly context: DoorRequest['context'];
  readonly refusal: Refusal;
  readonly asked?: AuthorizeRequest;
  /** Whose genuine request it is: then the way back is open as well. */
  readonly party?: RelyingParty;
  readonly why?: string;
};

async function refuse(dependencies: Dependencies, refusing: Refusing): Promise<DoorResponse> {
  const { context, refusal, asked, party, why } = refusing;
  const { status, title, text, next } = REFUSALS[refusal];
  const clientRequestId = asked?.clientRequestId;
  await dependencies.record({
    event: 'authz_fail',
    outcome: 'failure',
    reason: `entra:${refusal}`,
    ...(party !== undefined && { target: { type: 'relying_party', id: party.id } }),
    detail: {
      ...(why !== undefined && { why }),
      ...(clientRequestId !== undefined && { clientRequestId }),
    },
    ...auditOf(context, undefined),
  });
  const error = refusal === 'throttled' ? 'temporarily_unavailable' : 'access_denied';
  const response = dependencies.showPage(status, {
    title,
    paragraphs: [text, next],
    details: {
      'Error code': refusal,
      'Correlation ID': context.requestId,
      ...(clientRequestId !== undefined && { 'Correlation ID of Microsoft': clientRequestId }),
    },
    form: party &&
      asked && {
        action: CLOUDS[party.cloud].redirectUri,
        fields: { error, ...(asked.state !== undefined && { state: asked.state }) },
        label: 'Back to Microsoft',
        isSentAtOnce: false,
      },
  });
  return { ...response, ...logOf(asked, context) };
}
