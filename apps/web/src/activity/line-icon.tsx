import type { ActivityLineView } from '@proofup/contract/schemas.ts';

/** Drawn on 24 by 24, by strokes of 2. */
const PATHS: Readonly<Record<ActivityLineView['kind'], string>> = {
  'sign-in': 'M14 4h5v16h-5M4 12h10m-4-4 4 4-4 4',
  'failed-sign-in': 'M12 3 2 20h20L12 3Zm0 7v4m0 3h.01',
  change: 'M4 20h4L19 9l-4-4L4 16v4Zm9-13 4 4',
  help: 'M12 3a5 5 0 1 1 0 10 5 5 0 0 1 0-10ZM4 21a8 8 0 0 1 16 0',
};

export const LineIcon = ({ kind }: Pick<ActivityLineView, 'kind'>) => (
  <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={PATHS[kind]} />
  </svg>
);
