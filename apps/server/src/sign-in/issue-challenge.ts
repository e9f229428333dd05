import { SENT_CODE_PURPOSE, sentCodeValue } from '#authenticators/sent-code/verify.ts';
import type { E164, OutboundMessage } from '#delivery/ports.ts';
import { propertiesOf } from '#domain/authenticator.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { RequestContext } from '#domain/context.ts';
import type { ChallengeId, OutboxId } from '#domain/ids.ts';
import type { LockOut } from '#domain/lock-out.ts';
import type { Charge, PricedMessage } from '#domain/message-price.ts';
import { untilNextDayMs } from '#domain/policy.ts';
import { toGsm7 } from '#domain/gsm7.ts';
import { THROTTLE_RULES, waitAfter } from '#domain/throttle.ts';
import { auditOf, auditOfChallenge } from '#domain/audit-fields.ts';
import type { Notices } from '#notices/ports.ts';
import { askDevice, spendPushBudget } from './ask-device.ts';
import { sendLanes } from './lanes.ts';
import type {
  ChallengeTarget,
  IssueChallenge,
  IssueStores,
  LaneKey,
  PhoneTarget,
  Tokens,
} from './ports.ts';

type Dependencies = {
  readonly tokens: Tokens;
  readonly ids: () => string;
  /** Countries that texts and calls may reach (ISO 3166-1 alpha-2). */
  readonly countries: { readonly texts: readonly string[]; readonly calls: readonly string[] };
  readonly organisation: string;
  readonly fraudReporting: boolean;
  /** Host of the public URL: a text's last line binds the code to it. */
  readonly host: string;
  /** On reaching the limit of a day only texts and calls stop. */
  readonly chargeOf: (message: PricedMessage) => Charge | undefined;
  readonly lockOut: () => LockOut;
  readonly notices: Notices<IssueStores>;
};

/**
 * Starts one challenge inside the caller's transaction and queues its message there, so that none
 * exists without the other. What was live before is superseded; its failures carry over, so that
 * asking again never buys attempts (SP 800-63B-4 section 3.1.3.2).
 */
export function makeIssueChallenge(dependencies: Dependencies): IssueChallenge {
  const { tokens, ids } = dependencies;
  return async (tx, target, at) => {
    const attemptsLeft = await attemptsOf(dependencies, tx, target);
    if (attemptsLeft <= 0) return { kind: 'exhausted' };

    const sends = propertiesOf(target.type).sends;
    if (sends !== null && sends !== 'push' && !mayReach(dependencies, target)) {
      await refuse(tx, target, { ...at, reason: 'country_closed' });
      return { kind: 'number-unavailable' };
    }
    const wait = await spendBudget(dependencies, tx, { target, ...at });
    if (wait.kind === 'throttled') return wait;
    // One open request a person: the older one is over.
    if (sends === 'push') await tx.devices.supersedeRequestsOf(target.userId);

    const code = tokens.sixDigits();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where challenge ids are born
    const id = ids() as ChallengeId;
    const challenge = await describe(dependencies, tx, {
      target,
      now: at.now,
      fresh: { id, code, attemptsLeft, resendAfterMs: wait.resendAfterMs },
    });
    await (target.isFirst === true
      ? tx.challenges.insertFirst(challenge)
      : tx.challenges.insert(challenge));
    if (target.phone !== undefined && sends !== null) {
      await enqueue(dependencies, tx, { challenge, phone: target.phone, code });
    }
    if (sends === 'push') await askDevice(dependencies, tx, { challenge, context: at.context });
    const common = { outcome: 'info', ...auditOfChallenge(at.context, challenge) } as const;
    await tx.audit.append([{ event: 'mfa.challenge.method_chosen', ...common }], at.now);
    if (target.slot === 'alternate') {
      await tx.audit.append([{ event: 'phone.alternate_used', ...common }], at.now);
      await tellFirstPhone(dependencies, tx, { target, ...at });
    }
    return { kind: 'issued', challenge };
  };
}

type Asking = {
  readonly target: ChallengeTarget;
  readonly now: Date;
  readonly context: RequestContext;
};

/** Whoever holds the alternate phone only is seen by the holder of the first; unless it is asked by wish. */
async function tellFirstPhone(
  { notices }: Dependencies,
  tx: IssueStores,
  { target, now, context }: Asking,
): Promise<void> {
  const { userId, for: subject } = target;
  if (subject.kind !== 'sign-in') return;
  const { authenticatorId: about } = subject;
  const user = await tx.users.find(userId);
  if (user?.preferences[context.device]?.authenticatorId === about) return;
  const slots = ['mobile', 'office'] as const;
  await notices.enqueue(tx, { userId, id: 'alternate-phone-used', now, context, about, slots });
}

async function attemptsOf(
  { lockOut }: Dependencies,
  tx: IssueStores,
  { for: subject, isFirst }: ChallengeTarget,
): Promise<number> {
  const { tries } = lockOut();
  if (isFirst === true) return tries;
  const id = subject.kind === 'sign-in' ? subject.signInId : subject.bindingId;
  return (await tx.challenges.latestFor(id))?.attemptsLeft ?? tries;
}

function mayReach({ countries }: Dependencies, { type, phone }: ChallengeTarget): boolean {
  const open = propertiesOf(type).sends === 'text' ? countries.texts : countries.calls;
  return phone !== undefined && open.includes(phone.country);
}

type Refusal = {
  readonly now: Date;
  readonly context: RequestContext;
  readonly reason: string;
};

const refuse = (tx: IssueStores, target: ChallengeTarget, { now, context, reason }: Refusal) =>
  tx.audit.append(
    [
      {
        event: reason === 'sends-block' ? 'sms.pumping_suspected' : 'mfa.code.send_refused',
        outcome: 'failure',
        reason,
        method: target.type,
        ...auditOf(context, target.userId),
      },
    ],
    now,
  );

const spendBudget = (dependencies: Dependencies, tx: IssueStores, asking: Asking) =>
  propertiesOf(asking.target.type).sends === 'push'
    ? spendPushBudget(dependencies, tx, { ...asking, userId: asking.target.userId })
    : spendSendBudget(dependencies, tx, asking);

type SendBudget =
  | { readonly kind: 'allowed'; readonly resendAfterMs: number | undefined }
  | { readonly kind: 'throttled'; readonly retryAfterMs: number };

async function spendSendBudget(
  { tokens, chargeOf }: Dependencies,
  tx: IssueStores,
  request: Asking,
): Promise<SendBudget> {
  const { target, now, context } = request;
  const { phone, userId } = target;
  if (phone === undefined) return { kind: 'allowed', resendAfterMs: undefined };
  const lanes: readonly LaneKey[] = sendLanes(tokens, context, { userId, phone });
  const reservation = await tx.throttles.reserve(lanes, now);
  if (reservation.kind === 'throttled') {
    await refuse(tx, target, { now, context, reason: reservation.lane.kind });
    return { kind: 'throttled', retryAfterMs: reservation.retryAfterMs };
  }
  const kind = propertiesOf(target.type).sends === 'text' ? 'text' : 'call';
  const charge = chargeOf({ kind, country: phone.country });
  if (charge !== undefined && !(await tx.spending.spend({ ...charge, now }))) {
    await refuse(tx, target, { now, context, reason: 'spending_limit' });
    return { kind: 'throttled', retryAfterMs: untilNextDayMs(now) };
  }
  const streak = reservation.streaks.get('sends-number') ?? 0;
  return { kind: 'allowed', resendAfterMs: waitAfter(THROTTLE_RULES['sends-number'], streak) };
}

type Fresh = {
  readonly id: ChallengeId;
  readonly code: string;
  readonly attemptsLeft: number;
  readonly resendAfterMs: number | undefined;
};

async function describe(
  { tokens }: Dependencies,
  tx: IssueStores,
  {
    target,
    now,
    fresh,
  }: { readonly target: ChallengeTarget; readonly now: Date; readonly fresh: Fresh },
): Promise<Challenge> {
  const { sends, output, lifeSeconds } = propertiesOf(target.type);
  const isSentCode = sends !== null && output === 'six-digits';
  const codeNumber =
    output === 'recovery-code' && target.for.kind === 'sign-in'
      ? await tx.authenticators.nextCodeNumber(target.for.authenticatorId)
      : undefined;
  return {
    id: fresh.id,
    userId: target.userId,
    for: target.for,
    type: target.type,
    slot: target.slot,
    state: 'live',
    attemptsLeft: fresh.attemptsLeft,
    codeHash: isSentCode
      ? tokens.hash(SENT_CODE_PURPOSE, sentCodeValue(fresh.id, fresh.code))
      : undefined,
    codeNumber,
    outcome: undefined,
    createdAt: now,
    expiresAt: new Date(now.getTime() + lifeSeconds * 1000),
    resendAt:
      fresh.resendAfterMs === undefined ? undefined : new Date(now.getTime() + fresh.resendAfterMs),
  };
}

type Sending = {
  readonly challenge: Challenge;
  readonly phone: PhoneTarget;
  readonly code: string;
};

async function enqueue(
  dependencies: Dependencies,
  tx: IssueStores,
  sending: Sending,
): Promise<void> {
  const { challenge } = sending;
  await tx.outbox.enqueue({
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
    id: dependencies.ids() as OutboxId,
    userId: challenge.userId,
    challengeId: challenge.id,
    message: messageOf(dependencies, sending),
    createdAt: challenge.createdAt,
    expiresAt: challenge.expiresAt,
  });
}

function messageOf(
  dependencies: Dependencies,
  { challenge, phone, code }: Sending,
): OutboundMessage {
  const { organisation, fraudReporting, host } = dependencies;
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed when it was bound
  const to = phone.e164 as E164;
  const extension = phone.extension === undefined ? {} : { extension: phone.extension };
  switch (challenge.type) {
    case 'call':
      return {
        kind: 'call',
        to,
        ...extension,
        script: { kind: 'approve', organisation, fraudReporting },
      };
    case 'spoken-code':
      return {
        kind: 'call',
        to,
        ...extension,
        script: { kind: 'spoken-code', organisation, code },
      };
    case 'text':
    case 'totp':
    case 'hardware-token':
    case 'passkey':
    case 'push':
    case 'saved-recovery-code':
    case 'temporary-access-pass':
      return { kind: 'text', to, body: codeText({ organisation, code, host }) };
  }
}

/**
 * One GSM-7 message: who, code, a warning, and the code bound to our host in the form that browsers
 * fill in by themselves (https://wicg.github.io/sms-one-time-codes/). No link.
 */
const codeText = (text: {
  readonly organisation: string;
  readonly code: string;
  readonly host: string;
}) =>
  `${nameOf(text.organisation)} code: ${text.code}\nNever give it to anybody, not even to us.\n\n@${text.host} #${text.code}`;

/** The organisation's name, cut so that the whole fits 160 characters, without what could be markup. */
const nameOf = (organisation: string): string =>
  toGsm7(organisation.normalize('NFKD').replaceAll(/[^A-Za-z0-9 .,&'()-]/g, ''), 40);
