import type { Result } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { groupsOf } from '#admin/groups-of-parts.ts';
import { may } from '#admin/may.ts';
import { GROUP_WORDS } from '#admin/parts.ts';
import { toPart } from '#admin/places.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

/** What waits for somebody, and where everything is. */
export const OverviewScreen = ({ client, role }: AdminProps) => (
  <Screen title={t('overview.title')}>
    <Waiting client={client} role={role} />
    {groupsOf(role).map(({ group, parts }) => (
      <section key={group} className="panel" aria-labelledby={`overview-${group}`}>
        <h2 id={`overview-${group}`}>{GROUP_WORDS[group]()}</h2>
        <ul className="overview-parts">
          {parts.map(({ part, label, what }) => (
            <li key={part}>
              <Link to={toPart(part)}>{label()}</Link>
              <p>{what()}</p>
            </li>
          ))}
        </ul>
      </section>
    ))}
  </Screen>
);

type Counts = { readonly open: number; readonly taken: number; readonly approvals: number };

function Waiting({ client, role }: AdminProps) {
  const [counts, setCounts] = useState<Counts>();
  const call = useCall();
  const count = async (): Promise<Result<Counts>> => {
    const [cases, approvals] = await Promise.all([
      client('listCases', { query: {} }),
      may(role, 'listApprovals') ? client('listApprovals', { query: {} }) : undefined,
    ]);
    if (cases.kind !== 'ok') return cases;
    if (approvals !== undefined && approvals.kind !== 'ok') return approvals;
    const open = cases.value.cases.filter(({ state }) => state === 'open').length;
    return {
      kind: 'ok',
      value: {
        open,
        taken: cases.value.cases.length - open,
        approvals: (approvals?.value.approvals ?? []).filter(({ mine }) => mine === 'decide')
          .length,
      },
    };
  };
  useOnce(() => void call.run(count, setCounts));
  return (
    <section className="panel" aria-labelledby="overview-waiting">
      <h2 id="overview-waiting">{t('overview.waiting')}</h2>
      <FailureNotice call={call} />
      {counts === undefined && call.failure === undefined ? <Loading /> : null}
      {counts === undefined ? null : <WaitingList counts={counts} />}
    </section>
  );
}

function WaitingList({ counts: { open, taken, approvals } }: { readonly counts: Counts }) {
  const waiting = [
    { n: open, part: 'cases', text: t('overview.cases.open', { n: open }) },
    { n: taken, part: 'cases', text: t('overview.cases.taken', { n: taken }) },
    { n: approvals, part: 'approvals', text: t('overview.approvals', { n: approvals }) },
  ].filter(({ n }) => n > 0);
  if (waiting.length === 0) return <p>{t('overview.nothing')}</p>;
  return (
    <ul className="overview-waiting">
      {waiting.map(({ text, part }) => (
        <li key={text}>
          <Link className="button secondary" to={toPart(part)}>
            {text}
          </Link>
        </li>
      ))}
    </ul>
  );
}
