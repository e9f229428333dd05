import type { NewImportRun } from '#administration/ports.ts';
import type { HardwareTokenId, ImportId, UserId } from '#domain/ids.ts';
import type { NewHardwareToken } from '#security-info/ports.ts';
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

export const newHardwareToken = (given: Partial<NewHardwareToken> = {}): NewHardwareToken => {
  const id = newId();
  return {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
    id: id as string as HardwareTokenId,
    serial: `SN-${id}`,
    manufacturer: 'Maker',
    model: 'Model',
    periodSeconds: 30,
    userId: undefined,
    secret: Buffer.from('{}'),
    importedAt: NOW,
    ...given,
  };
};
