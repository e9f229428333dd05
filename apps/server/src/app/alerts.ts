import { ALERT_KIND_NAMES, alertKindOf } from '@proofup/contract/alert-kinds.ts';
import { type EnqueueAlert, makeEnqueueAlert } from '#alerts/enqueue-alert.ts';
import type { AlertCatalogue } from '#alerts/ports.ts';
import { makeTellAlerts } from '#alerts/tell-alerts.ts';
import type { Config } from '#config/config.ts';
import type { Clock } from '#domain/write.ts';
import type { Database } from '#sql/open-database.ts';
import type { NamedJob } from './jobs.ts';

export const ALERT_CATALOGUE: AlertCatalogue = {
  names: ALERT_KIND_NAMES,
  kindOf: alertKindOf,
};

const EVERY_MS = 1_000;

type Parts = {
  readonly database: Database;
  readonly clock: Clock;
  readonly ids: () => string;
  readonly wake: () => void;
  readonly addJob: (job: NamedJob) => unknown;
};

/** Begins to read the log for what somebody wants to be told of. */
export function startAlerts(config: Config, parts: Parts): EnqueueAlert {
  const { database, clock, wake, addJob } = parts;
  const { stores, transact } = database;
  const enqueueAlert = makeEnqueueAlert(parts);
  const work = makeTellAlerts({
    ...stores,
    transact,
    enqueueAlert,
    catalogue: ALERT_CATALOGUE,
    naming: {
      kindOf: alertKindOf,
      publicUrl: config.publicUrl,
      get organisation() {
        return config.organisation;
      },
    },
    clock,
    wake,
  });
  addJob({ name: 'alerts', everyMs: EVERY_MS, work });
  return enqueueAlert;
}
