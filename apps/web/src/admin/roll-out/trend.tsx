import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import {
  COVERED,
  COVERED_WORDS,
  printCount,
  printShare,
  safeShareOf,
  shareOf,
  totalOf,
} from '#admin/roll-out/covered.ts';
import { shortDayOf } from '#kit/dates.ts';
import { useMedia } from '#kit/use-media.ts';

type Day = Call['getCoverage']['response']['trend'][number];

/** Drawn as large as it is shown, about, so that its words are as large as others. */
const WIDE = { width: 880, height: 260 } as const;
const NARROW = { width: 300, height: 210 } as const;
const LEFT = 46;
const RIGHT = 10;
const TOP = 12;
const BOTTOM = 30;

const dayAt = (day: string): number => Date.parse(`${day}T12:00:00Z`);

/** Shares of two kinds, day by day: what should grow, and what should go. */
export function Trend({ trend }: { readonly trend: readonly Day[] }) {
  const { width, height } = useMedia('(max-width: 40rem)') ? NARROW : WIDE;
  const [first, last] = [trend[0], trend.at(-1)];
  if (first === undefined || last === undefined || trend.length < 2) {
    return <p>{t('roll-out.trend.soon')}</p>;
  }
  const [from, to] = [dayAt(first.day), dayAt(last.day)];
  const x = (day: string) =>
    LEFT + ((dayAt(day) - from) / Math.max(1, to - from)) * (width - LEFT - RIGHT);
  const y = (share: number) => TOP + ((100 - share) / 100) * (height - TOP - BOTTOM);
  const path = (share: (one: Day) => number) =>
    trend.map((one) => `${x(one.day).toFixed(1)},${y(share(one)).toFixed(1)}`).join(' ');
  return (
    <figure className="trend">
      <ul className="trend-key" aria-hidden="true">
        <li className="key-safe">{t('roll-out.safe')}</li>
        <li className="key-none">{t('roll-out.none')}</li>
      </ul>
      <svg viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
        {[0, 25, 50, 75, 100].map((share) => (
          <g key={share} className="trend-grid">
            <line x1={LEFT} x2={width - RIGHT} y1={y(share)} y2={y(share)} />
            <text x={LEFT - 8} y={y(share) + 4} textAnchor="end">
              {printShare(share)}
            </text>
          </g>
        ))}
        <polyline className="trend-line line-none" points={path(noneShare)} />
        <polyline
          className="trend-line line-safe"
          points={path(({ coverage }) => safeShareOf(coverage))}
        />
        <circle className="fill-none" cx={x(last.day)} cy={y(noneShare(last))} r="4" />
        <circle className="fill-safe" cx={x(last.day)} cy={y(safeShareOf(last.coverage))} r="4" />
        <text className="trend-day" x={LEFT} y={height - 8}>
          {shortDayOf(`${first.day}T12:00:00Z`)}
        </text>
        <text className="trend-day" x={width - RIGHT} y={height - 8} textAnchor="end">
          {shortDayOf(`${last.day}T12:00:00Z`)}
        </text>
      </svg>
      <figcaption>{captionOf(first, last)}</figcaption>
      <details>
        <summary>{t('roll-out.trend.table')}</summary>
        <TrendTable trend={trend} />
      </details>
    </figure>
  );
}

const noneShare = ({ coverage }: Day): number => shareOf(coverage.none, totalOf(coverage));

const captionOf = (first: Day, last: Day): string =>
  t('roll-out.trend.caption', {
    before: printShare(safeShareOf(first.coverage)),
    after: printShare(safeShareOf(last.coverage)),
    since: shortDayOf(`${first.day}T12:00:00Z`),
  });

const TrendTable = ({ trend }: { readonly trend: readonly Day[] }) => (
  <table className="numbers">
    <thead>
      <tr>
        <th scope="col">{t('roll-out.day')}</th>
        {COVERED.map((of) => (
          <th key={of} scope="col">
            {COVERED_WORDS[of]()}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {trend.toReversed().map(({ day, coverage }) => (
        <tr key={day}>
          <th scope="row">{shortDayOf(`${day}T12:00:00Z`)}</th>
          {COVERED.map((of) => (
            <td key={of}>{printCount(coverage[of])}</td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
);
