import type { CoverageView } from '@proofup/contract/schemas.ts';
import { COVERED, shareOf, totalOf } from '#admin/roll-out/covered.ts';

/** With this radius the ring is 100 long: a share is a length. */
const RADIUS = 15.9155;
const GAP = 0.8;

type Arc = { readonly of: (typeof COVERED)[number]; readonly from: number; readonly share: number };

function arcsOf(coverage: CoverageView): readonly Arc[] {
  const total = totalOf(coverage);
  let from = 0;
  return COVERED.map((of) => {
    const share = shareOf(coverage[of], total);
    const arc = { of, from, share };
    from += share;
    return arc;
  }).filter(({ share }) => share > 0);
}

/** The table beside it says the same in words. */
export function Donut({ coverage }: { readonly coverage: CoverageView }) {
  const arcs = arcsOf(coverage);
  const gap = arcs.length > 1 ? GAP : 0;
  return (
    <svg className="donut" viewBox="0 0 42 42" aria-hidden="true">
      <circle className="donut-ground" cx="21" cy="21" r={RADIUS} />
      {arcs.map(({ of, from, share }) => {
        const length = Math.max(0.4, share - gap);
        return (
          <circle
            key={of}
            className={`donut-arc stroke-${of}`}
            cx="21"
            cy="21"
            r={RADIUS}
            strokeDasharray={`${length} ${100 - length}`}
            // It begins at the top and goes with the clock.
            strokeDashoffset={25 - from}
          />
        );
      })}
    </svg>
  );
}
