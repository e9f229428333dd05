import type { AuditEvent } from '@proofup/contract/audit-events.ts';
import type { AccountOf } from './ports.ts';

/** Whether people see a record of this event and outcome about themselves. */
type IsShown = (event: AuditEvent, outcome: string) => boolean;

/** The account that was acted on, else the one that acted; nobody's where people see no such record. */
export const makeAccountOf =
  (isShown: IsShown): AccountOf =>
  ({ event, outcome, actor, target }) => {
    if (!isShown(event, outcome)) return undefined;
    if (target?.type === 'user') return target.id;
    return actor?.type === 'user' ? actor.id : undefined;
  };
