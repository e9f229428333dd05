import type { Call, CoverageView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { toCovered } from '#admin/places.ts';
import {
  COVERED,
  COVERED_WORDS,
  printCount,
  printShare,
  safeShareOf,
  shareOf,
  totalOf,
} from '#admin/roll-out/covered.ts';
import { Donut } from '#admin/roll-out/donut.tsx';
import { ShareBar } from '#admin/roll-out/share-bar.tsx';
import { Trend } from '#admin/roll-out/trend.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Coverage = Call['getCoverage']['response'];

/** How far it has come: everybody, day by day, and each group. */
export function Overview({ client }: AdminProps) {
  const [read, setRead] = useState<Coverage>();
  const call = useCall();
  useOnce(() => void call.run(() => client('getCoverage', {}), setRead));
  if (read === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  return (
    <>
      <section className="panel coverage">
        <h2>{t('roll-out.now')}</h2>
        <div className="coverage-now">
          <div className="donut-frame">
            <Donut coverage={read.coverage} />
            <p className="donut-middle">
              <strong>{printShare(safeShareOf(read.coverage))}</strong>
              <span>{t('roll-out.safe.short')}</span>
            </p>
          </div>
          <CoverageTable coverage={read.coverage} />
        </div>
        <p className="fine-print">{t('roll-out.counted', { when: localTime(read.countedAt) })}</p>
      </section>
      <section className="panel">
        <h2>{t('roll-out.trend')}</h2>
        <Trend trend={read.trend} />
      </section>
      {read.groups.length === 0 ? null : <Groups groups={read.groups} />}
    </>
  );
}

const CoverageTable = ({ coverage }: { readonly coverage: CoverageView }) => (
  <table className="numbers">
    <thead>
      <tr>
        <th scope="col">{t('roll-out.best')}</th>
        <th scope="col">{t('roll-out.people')}</th>
        <th scope="col">{t('roll-out.share')}</th>
      </tr>
    </thead>
    <tbody>
      {COVERED.map((of) => (
        <tr key={of}>
          <th scope="row">
            <span className={`swatch swatch-${of}`} aria-hidden="true" />
            <Link to={toCovered(of)}>{COVERED_WORDS[of]()}</Link>
          </th>
          <td>{printCount(coverage[of])}</td>
          <td>{printShare(shareOf(coverage[of], totalOf(coverage)))}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      <tr>
        <th scope="row">{t('roll-out.all')}</th>
        <td>{printCount(totalOf(coverage))}</td>
        <td>{printShare(100)}</td>
      </tr>
    </tfoot>
  </table>
);

/** Where there is most to do comes first. */
const Groups = ({ groups }: Pick<Coverage, 'groups'>) => (
  <section className="panel">
    <h2>{t('roll-out.groups')}</h2>
    <ul className="group-bars">
      {groups
        .toSorted((one, other) => safeShareOf(one.coverage) - safeShareOf(other.coverage))
        .map(({ id, name, coverage }) => (
          <li key={id}>
            <p className="group-bar-words">
              <Link to={toCovered('', id)}>{name}</Link>
              <span>
                {t('roll-out.groups.line', {
                  share: printShare(safeShareOf(coverage)),
                  n: printCount(totalOf(coverage)),
                })}
              </span>
            </p>
            <ShareBar coverage={coverage} />
          </li>
        ))}
    </ul>
  </section>
);
