import type { E164, NewOutboxMessage, OutboundMessage, OutboxStore } from '#delivery/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { OutboxId } from '#domain/ids.ts';
import type { WayToTell } from '#domain/policy.ts';
import { FREEZE_PURPOSE, type FreezeTokenStore } from '#recovery/ports.ts';
import type { AuthenticatorReader, Tokens } from '#sign-in/ports.ts';
import { composeMail, composeText, type Composing, type Linked } from './compose.ts';
import type { Notice, NoticeId, Notices } from './ports.ts';
import { NOTICE_TEXTS } from './texts.ts';

export type NoticeStores = {
  readonly outbox: Pick<OutboxStore, 'enqueue'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly authenticators: Pick<AuthenticatorReader, 'numbersOf'>;
  readonly freezeTokens: Pick<FreezeTokenStore, 'insert'>;
};

type Sending = Composing & {
  readonly publicUrl: string;
  readonly ids: () => string;
  readonly tokens: Pick<Tokens, 'random' | 'hash'>;
  /** Which ways out exist at all. */
  readonly reach: { readonly mail: boolean; readonly text: boolean };
};

type Dependencies<Tx> = Sending & {
  /** What the policy says of this notice; asked within the transaction, which may hold the last connection. */
  readonly wayOf: (id: NoticeId, tx: Tx) => Promise<WayToTell>;
};

const DAY_MS = 24 * 60 * 60_000;
/** A notice that could not be sent for a day tells nobody anything new. */
const NOTICE_LIFE_MS = DAY_MS;
/** Mail is read after the holiday, too. */
const LINK_LIFE_MS = 7 * DAY_MS;

/** Mail and every number bound at this moment, each a message of its own in the caller's transaction. */
export function makeNotices<Tx extends NoticeStores>(dependencies: Dependencies<Tx>): Notices<Tx> {
  return {
    enqueue: async (tx, notice) => {
      const way = await dependencies.wayOf(notice.id, tx);
      if (way === 'nobody') return;
      const bound = await addressesOf(dependencies, tx, notice);
      const { own, others } = bound;
      const numbers = way === 'mail' && own.length > 0 ? [] : bound.numbers;
      if (own.length + others.length + numbers.length === 0) return;
      const link = await makeLink(dependencies, tx, notice);
      const mail = [
        ...own.map((to) => mailOf(dependencies, { notice, link }, to)),
        ...others.map((to) => mailOf(dependencies, { notice, link: undefined }, to)),
      ];
      const body = composeText(dependencies, { notice, link });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- parsed when they were bound
      const texts = numbers.map((to) => ({ kind: 'text', to: to as E164, body }) as const);
      for (const message of [...mail, ...texts]) {
        await tx.outbox.enqueue(envelope(dependencies, notice, message));
      }
    },
  };
}

async function addressesOf({ reach }: Sending, tx: NoticeStores, notice: Notice) {
  const { userId, formerly = [], slots, alsoTo = [] } = notice;
  const user = await tx.users.find(userId);
  const bound = reach.text ? await tx.authenticators.numbersOf(userId) : [];
  const told = bound.filter(({ slot }) => slots === undefined || slots.includes(slot));
  const numbers = [...told.map(({ e164 }) => e164), ...(reach.text ? formerly : [])];
  const own = reach.mail && user?.email !== undefined ? [user.email] : [];
  return { own, others: reach.mail ? alsoTo : [], numbers: [...new Set(numbers)] };
}

const mailOf = (dependencies: Sending, linked: Linked, to: string): OutboundMessage => ({
  kind: 'mail',
  to,
  ...composeMail(dependencies, linked),
});

/** One for all addresses that are the account's own; in the fragment, which browsers send to no server and no log. */
async function makeLink(
  { publicUrl, tokens }: Sending,
  tx: NoticeStores,
  { id, userId, about, now }: Notice,
): Promise<string | undefined> {
  if (!NOTICE_TEXTS[id].freezable) return undefined;
  const token = tokens.random();
  await tx.freezeTokens.insert({
    tokenHash: tokens.hash(FREEZE_PURPOSE, token),
    userId,
    authenticatorId: about,
    about: id,
    expiresAt: new Date(now.getTime() + LINK_LIFE_MS),
  });
  return `${publicUrl}/freeze#${token}`;
}

const envelope = (
  { ids }: Sending,
  { userId, now }: Notice,
  message: OutboundMessage,
): NewOutboxMessage => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where outbox ids are born
  id: ids() as OutboxId,
  userId,
  challengeId: undefined,
  message,
  createdAt: now,
  expiresAt: new Date(now.getTime() + NOTICE_LIFE_MS),
});
