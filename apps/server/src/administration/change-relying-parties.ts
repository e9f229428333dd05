import type { AuditLog, AuditRecord } from '#audit/ports.ts';
import type { RelyingPartyId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { LinkStore, RelyingParty, RelyingPartyStore } from '#relying-parties/ports.ts';
import { actorOfOrder, type Order } from './order.ts';

type Stores = {
  readonly relyingParties: RelyingPartyStore;
  readonly links: LinkStore;
  readonly audit: AuditLog;
};

type Dependencies = {
  readonly transact: Transact<Stores>;
  readonly ids: () => string;
  readonly clock: Clock;
};

export type ChangeRelyingParties = {
  /** False when the name, or the tenant under this client ID, is there already. */
  add(party: Omit<RelyingParty, 'id' | 'createdAt' | 'disabledAt'>, order: Order): Promise<boolean>;
  /** Whether it is answered from now on; false where it is so already. */
  setState(party: RelyingParty, state: 'enabled' | 'disabled', order: Order): Promise<boolean>;
  /** With its links: whoever is asked for afterwards is linked anew. */
  remove(party: RelyingParty, order: Order): Promise<boolean>;
  /** The account may be tied to another person of the relying party from now on. */
  unlink(party: RelyingParty, userId: UserId, order: Order): Promise<boolean>;
};

const recordOf = (
  party: Pick<RelyingParty, 'id' | 'name'>,
  order: Order,
  detail: Readonly<Record<string, string | boolean>>,
): AuditRecord => ({
  event: 'relying_party.changed',
  outcome: 'success',
  ...actorOfOrder(order),
  target: { type: 'relying_party', id: party.id },
  detail: { name: party.name, why: order.reason, ...detail },
});

export function makeChangeRelyingParties({
  transact,
  ids,
  clock,
}: Dependencies): ChangeRelyingParties {
  return {
    add: (wanted, order) =>
      transact('fact', async (tx) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where their ids are born
        const id = ids() as RelyingPartyId;
        const party = { ...wanted, id, createdAt: clock(), disabledAt: undefined };
        if (!(await tx.relyingParties.insert(party))) return false;
        const { tenantId, clientId, link, createsAccounts, registersInline } = party;
        const detail = { tenantId, clientId, link, createsAccounts, registersInline };
        await tx.audit.append([recordOf(party, order, { action: 'added', ...detail })], clock());
        return true;
      }),
    setState: (party, state, order) =>
      transact('fact', async (tx) => {
        const now = clock();
        const { relyingParties } = tx;
        const isChanged = await (state === 'disabled'
          ? relyingParties.disable(party.id, now)
          : relyingParties.enable(party.id));
        if (isChanged) await tx.audit.append([recordOf(party, order, { action: state })], now);
        return isChanged;
      }),
    remove: (party, order) =>
      transact('fact', async (tx) => {
        if (!(await tx.relyingParties.remove(party.id))) return false;
        await tx.audit.append([recordOf(party, order, { action: 'removed' })], clock());
        return true;
      }),
    unlink: (party, userId, order) =>
      transact('fact', async (tx) => {
        if (!(await tx.links.unlink(party.id, userId))) return false;
        const detail = { action: 'unlinked', user: userId };
        await tx.audit.append([recordOf(party, order, detail)], clock());
        return true;
      }),
  };
}
