import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Moment } from '#kit/moment.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Props = Pick<AdminProps, 'client'> & { readonly userId: string };
type Entry = Call['getUserBlocks']['response']['entries'][number];

const wordsOf = ({ what, days }: Entry): string => {
  if (what === 'blocked') return t('blocks.blocked', { days: days ?? 90 });
  return what === 'unblocked' ? t('blocks.unblocked') : t('blocks.fraud');
};

/** Every block and unblock, each with who and why. */
export function BlockHistory({ client, userId }: Props) {
  const [entries, setEntries] = useState<readonly Entry[]>();
  const call = useCall();
  useOnce(
    () =>
      void call.run(
        () => client('getUserBlocks', { params: { userId } }),
        (history) => setEntries(history.entries),
      ),
  );
  if (entries === undefined) return call.failure ? <FailureNotice call={call} /> : <Loading />;
  if (entries.length === 0) return <p>{t('blocks.none')}</p>;
  return (
    <ul className="rows">
      {entries.map((entry) => (
        <li key={entry.id} className="row">
          <div className="row-text">
            <h3 className="row-title">{wordsOf(entry)}</h3>
            {entry.reason === undefined ? null : <p className="row-value">{entry.reason}</p>}
            {entry.by === undefined ? null : (
              <p className="row-value">{t('record.by', { who: entry.by })}</p>
            )}
            <p className="row-dates">
              <Moment at={entry.at} />
            </p>
          </div>
        </li>
      ))}
    </ul>
  );
}
