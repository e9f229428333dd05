import type { CoverageView } from '@proofup/contract/schemas.ts';
import { COVERED, shareOf, totalOf } from '#admin/roll-out/covered.ts';

/** One bar of four parts, as long as the page is wide; the words beside it say what counts. */
export function ShareBar({ coverage }: { readonly coverage: CoverageView }) {
  const total = totalOf(coverage);
  let x = 0;
  return (
    <svg className="share-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect className="share-ground" x="0" y="0" width="100" height="4" />
      {COVERED.map((of) => {
        const width = shareOf(coverage[of], total);
        const part = (
          <rect key={of} className={`fill-${of}`} x={x} y="0" width={width} height="4" />
        );
        x += width;
        return width === 0 ? null : part;
      })}
    </svg>
  );
}
