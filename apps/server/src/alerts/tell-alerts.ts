import type { AlertKind } from '@proofup/contract/alert-kinds.ts';
import type { AuditChainStore, AuditRow } from '#audit/ports.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { EnqueueAlert, EnqueueStores } from './enqueue-alert.ts';
import type { AlertCatalogue, AlertStore, AlertTarget } from './ports.ts';
import { type Naming, wordsOf } from './words-of.ts';

type TellStores = EnqueueStores & {
  readonly alerts: AlertStore;
  readonly auditChain: Pick<AuditChainStore, 'listSealedOf'>;
};

type Dependencies = {
  readonly transact: Transact<TellStores>;
  readonly alerts: Pick<AlertStore, 'position' | 'sealedBefore'>;
  readonly auditChain: Pick<AuditChainStore, 'head'>;
  readonly enqueueAlert: EnqueueAlert;
  readonly catalogue: AlertCatalogue;
  readonly naming: Naming;
  readonly clock: Clock;
  /** Something is on its way. */
  readonly wake: () => void;
};

const BATCH = 500;
/** What is older is no news: an installation that has just learnt of alerts tells no old stories. */
const NEWS_MS = 60 * 60_000;
const MINUTE = 60_000;

/**
 * Reads the sealed log on from where it was, and puts what somebody wants to be told of into the
 * outbox, in the transaction that moves the place: nothing is told twice, nothing is left out,
 * whichever process wrote it.
 */
export function makeTellAlerts(dependencies: Dependencies): () => Promise<void> {
  const { alerts, auditChain, clock, wake } = dependencies;
  return async () => {
    for (;;) {
      const place = await alerts.position();
      const head = (await auditChain.head())?.seq ?? 0;
      if (head <= (place ?? 0)) return;
      const from = place ?? (await alerts.sealedBefore(new Date(clock().getTime() - NEWS_MS)));
      const told = await tellFrom(dependencies, { place, from, head });
      if (told.alerts > 0) wake();
      if (told.records < BATCH) return;
    }
  };
}

/** `place` is where the store has it, `from` where that is, `head` where the log ends. */
type Way = { readonly place: number | undefined; readonly from: number; readonly head: number };

/** Reads nothing but what somebody could want to know: most records are of sign-ins that went well. */
function tellFrom(dependencies: Dependencies, { place, from, head }: Way) {
  const { catalogue } = dependencies;
  const events = [...new Set(catalogue.names.flatMap((name) => catalogue.kindOf(name).events))];
  return dependencies.transact('attempt', async (tx) => {
    const nothing = { records: 0, alerts: 0 };
    const window = { after: from, upTo: head, limit: BATCH };
    const rows = await tx.auditChain.listSealedOf(events, window);
    const last = rows.length < BATCH ? head : (rows.at(-1)?.seq ?? head);
    // Whoever moves it first tells; the other finds nothing to do.
    if (!(await tx.alerts.move(place, last))) return nothing;
    const news = rows.flatMap((row) => kindsIn(catalogue, row).map((kind) => ({ row, kind })));
    const targets = news.length === 0 ? [] : await tx.alerts.listTargets();
    let alerts = 0;
    for (const { row, kind } of news) {
      if (
        await isDue(tx.alerts, { kind, burst: catalogue.kindOf(kind).burst, at: row.occurredAt })
      ) {
        alerts += await tellAll(dependencies, tx, { row, kind, targets });
      }
    }
    return { records: rows.length, alerts };
  });
}

const kindsIn = (
  { names, kindOf }: AlertCatalogue,
  { event, outcome }: AuditRow,
): readonly AlertKind[] =>
  names.filter((name) => {
    const { events, only } = kindOf(name);
    return events.includes(event) && (only === undefined || only === outcome);
  });

type Hit = {
  readonly kind: AlertKind;
  readonly burst: { readonly hits: number; readonly minutes: number } | undefined;
  readonly at: Date;
};

const isDue = async (alerts: AlertStore, { kind, burst, at }: Hit): Promise<boolean> =>
  burst === undefined || (await alerts.count(kind, at, burst.minutes * MINUTE)) === burst.hits;

type News = {
  readonly row: AuditRow;
  readonly kind: AlertKind;
  readonly targets: readonly AlertTarget[];
};

async function tellAll(
  { enqueueAlert, catalogue, naming, clock }: Dependencies,
  tx: TellStores,
  { row, kind, targets }: News,
): Promise<number> {
  const wanting = targets.filter(({ alerts, isOff }) => !isOff && alerts.includes(kind));
  const words = wordsOf(naming, kind, row.occurredAt);
  const body = bodyOf(row, { kind, says: catalogue.kindOf(kind).says });
  for (const target of wanting) {
    await enqueueAlert.first(tx, { target, alert: kind, words, body }, clock());
  }
  return wanting.length;
}

/** Standard Webhooks: `type`, `timestamp`, `data`. Accounts by their identifier, nothing personal. */
function bodyOf(
  row: AuditRow,
  { kind, says }: { readonly kind: AlertKind; readonly says: string },
): string {
  const { id, event, outcome, reason, actor, target, detail, occurredAt } = row;
  return JSON.stringify({
    type: kind,
    timestamp: occurredAt.toISOString(),
    data: {
      says,
      record: id,
      event,
      outcome,
      reason,
      actor,
      target,
      correlationId: row.requestId ?? row.signInId,
      detail,
    },
  });
}
