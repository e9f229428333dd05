import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Moment } from '#kit/moment.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Props = Pick<AdminProps, 'client'> & { readonly userId: string };
type Page = Call['getUserBlocks']['response'];
type Entry = Page['entries'][number];

const wordsOf = ({ what, days }: Entry): string => {
  if (what === 'blocked') return t('blocks.blocked', { days: days ?? 90 });
  return what === 'unblocked' ? t('blocks.unblocked') : t('blocks.fraud');
};

/** Every block and unblock, each with who and why. */
export function BlockHistory({ client, userId }: Props) {
  const [page, setPage] = useState<Page>();
  const call = useCall();
  const show = (before?: string) =>
    void call.run(
      () => client('getUserBlocks', { params: { userId }, query: { before } }),
      (older) => setPage({ ...older, entries: [...(page?.entries ?? []), ...older.entries] }),
    );
  useOnce(() => show());
  if (page === undefined) return call.failure ? <FailureNotice call={call} /> : <Loading />;
  const { entries, next } = page;
  return (
    <>
      {entries.length === 0 && next === undefined ? <p>{t('blocks.none')}</p> : null}
      {entries.length === 0 ? null : (
        <ul className="rows">
          {entries.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      <FailureNotice call={call} />
      {next === undefined ? null : (
        <Button busy={call.busy} onPress={() => show(next)}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );
}

const EntryRow = ({ entry }: { readonly entry: Entry }) => (
  <li className="row">
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
);
