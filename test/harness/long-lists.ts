import type { AlertTargetId } from '../../apps/server/src/domain/ids.ts';
import {
  newAlert,
  newAlertTarget,
  newMessage,
} from '../../apps/server/src/sql/testing/fixtures.ts';
import { newImportRun } from '../../apps/server/src/sql/testing/people-fixtures.ts';
import type { Person } from './world/person.ts';
import type { World } from './world/world.ts';

/** Before all that other tests of the same installation do, and so below it in every list. */
const LONG_AGO = Date.UTC(2026, 0, 1);
const momentsOf = (count: number): readonly Date[] =>
  Array.from({ length: count }, (_, n) => new Date(LONG_AGO + n * 1000));

/** So many alerts that were sent; whom they were sent to. */
export async function fillAlerts(world: World, person: Person, count: number) {
  const target = newAlertTarget({ name: 'Old watch', isOff: true });
  await world.database.transact('fact', async (tx) => {
    await tx.alerts.addTarget(target);
    for (const createdAt of momentsOf(count)) {
      const message = newMessage(person.id);
      await tx.outbox.enqueue(message);
      await tx.outbox.accepted(message.id, `told-${message.id}`);
      await tx.alerts.record({ ...newAlert(target.id), createdAt, outboxId: message.id });
    }
  });
  return target.id;
}

export const removeTarget = (world: World, id: string): Promise<boolean> =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as it was given out
  world.database.transact('fact', ({ alerts }) => alerts.removeTarget(id as AlertTargetId));

/** So many files of people, brought in by this one. */
export const fillImports = (world: World, person: Person, count: number): Promise<void> =>
  world.database.transact('fact', async ({ imports }) => {
    for (const startedAt of momentsOf(count)) {
      await imports.insert(newImportRun(person.id, { startedAt, reason: 'a long list' }));
    }
  });

/** As often blocked, as the audit log has it. */
export const fillBlocks = (world: World, { id }: Person, count: number): Promise<void> =>
  world.database.transact('fact', async ({ audit }) => {
    const target = { type: 'user', id } as const;
    const actor = { type: 'operator', id: 'test' } as const;
    const detail = { action: 'blocked', why: 'a long list', days: 90 };
    const row = { event: 'authz_admin', outcome: 'success', actor, target, detail } as const;
    for (const at of momentsOf(count)) await audit.append([row], at);
  });
