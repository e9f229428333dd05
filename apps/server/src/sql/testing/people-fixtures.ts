import type { NewImportRun } from '#administration/ports.ts';
import type { ImportId, UserId } from '#domain/ids.ts';
import { newId, NOW } from './fixtures.ts';

export const newImportRun = (
  startedBy: UserId,
  given: Partial<NewImportRun> = {},
): NewImportRun => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
  id: newId() as string as ImportId,
  content: 'people',
  startedBy,
  reason: 'roll-out',
  dryRun: false,
  state: undefined,
  startedAt: NOW,
  ...given,
});
