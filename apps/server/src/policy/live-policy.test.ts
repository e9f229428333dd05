import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Policy } from '#domain/policy.ts';
import { makeLivePolicy } from './live-policy.ts';
import type { PolicyStore } from './ports.ts';

type Rows = Awaited<ReturnType<PolicyStore['latest']>>;

const answered = (version: number, skip: boolean) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what is read of a row, and no more
  [{ question: 'networks', version, value: { skip, ranges: ['192.0.2.0/24'] } }] as unknown as Rows;

describe('makeLivePolicy', () => {
  it('C16 keeps the newest answer, whichever of two readings comes last', async () => {
    const readings: PromiseWithResolvers<Rows>[] = [];
    const live = makeLivePolicy({
      policies: {
        latest: () => {
          const reading = Promise.withResolvers<Rows>();
          readings.push(reading);
          return reading.promise;
        },
      },
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the one question that is asked
      defaults: { networks: { skip: false, ranges: [] } } as unknown as Policy,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as written above
      parse: (_, value) => value as never,
    });
    const [before, after] = [live.refresh(), live.refresh()];
    readings[1]?.resolve(answered(2, false));
    await after;
    readings[0]?.resolve(answered(1, true));
    await before;
    assert.equal(live.current().networks.skip, false);
    assert.equal(live.versionOf('networks'), 2);
  });
});
