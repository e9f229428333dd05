import type { CoverageView } from '@proofup/contract/schemas.ts';
import { COVERED, shareOf, totalOf } from '#admin/roll-out/covered.ts';

type Part = { readonly of: (typeof COVERED)[number]; readonly x: number; readonly width: number };

function partsOf(coverage: CoverageView): readonly Part[] {
  const total = totalOf(coverage);
  let x = 0;
  return COVERED.map((of) => {
    const part = { of, x, width: shareOf(coverage[of], total) };
    x += part.width;
    return part;
  }).filter(({ width }) => width > 0);
}

/** One bar of four parts, as long as the page is wide; the words beside it say what counts. */
export const ShareBar = ({ coverage }: { readonly coverage: CoverageView }) => (
  <svg className="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
    <rect className="share-ground" x="0" y="0" width="100" height="4" />
    {partsOf(coverage).map(({ of, x, width }) => (
      <rect key={of} className={`fill-${of}`} x={x} y="0" width={width} height="4" />
    ))}
  </svg>
);
