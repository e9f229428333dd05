import { makeCountCoverage, makeKeepCoverage } from '#administration/count-coverage.ts';
import { makeListReminders } from '#administration/list-reminders.ts';
import { makeListRollOut } from '#administration/list-roll-out.ts';
import { makeReadCoverage } from '#administration/read-coverage.ts';
import { makeRecordSearch } from '#administration/record-search.ts';
import { makeRemindByPolicy } from '#administration/remind-by-policy.ts';
import { makeSendReminders } from '#administration/send-reminders.ts';
import type { Config } from '#config/config.ts';
import { makeRollOutRoutes } from '#http/routes/roll-out-routes.ts';
import type { Core } from './core.ts';

const COUNT_EVERY_MS = 10 * 60_000;
/** Once a day something comes of it. */
const REMIND_EVERY_MS = 10 * 60_000;

/** How far the roll-out has come, and what brings it further. */
export function rollOutHandlers(config: Config, core: Core) {
  const { stores } = core;
  const { organisation, helpContact, publicUrl } = config;
  const naming = { organisation, helpContact, host: new URL(publicUrl).host };
  const reminding = { ...core, ...stores, naming };
  const list = makeListRollOut(stores);
  core.addJob({
    name: 'coverage',
    everyMs: COUNT_EVERY_MS,
    work: makeKeepCoverage({ ...core, ...stores }),
  });
  core.addJob({
    name: 'reminders',
    everyMs: REMIND_EVERY_MS,
    work: makeRemindByPolicy(reminding),
  });
  return makeRollOutRoutes({
    readCoverage: makeReadCoverage({ ...core, ...stores, count: makeCountCoverage(stores) }),
    listRollOut: list,
    recordSearch: makeRecordSearch(core),
    sendReminders: makeSendReminders({ ...reminding, list }),
    listReminders: makeListReminders(stores),
  });
}
