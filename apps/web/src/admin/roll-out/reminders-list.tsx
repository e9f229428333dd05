import type { Call, ReminderView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { toUser } from '#admin/places.ts';
import { Button } from '#kit/button.tsx';
import { localTime } from '#kit/dates.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Page = Call['listReminders']['response'];

/** Who was reminded, of what, and by whom. */
export function RemindersList({ client }: AdminProps) {
  const [page, setPage] = useState<Page>();
  const call = useCall();
  const show = (before?: string) =>
    void call.run(
      () => client('listReminders', { query: before === undefined ? {} : { before } }),
      (next) => setPage({ ...next, reminders: [...(page?.reminders ?? []), ...next.reminders] }),
    );
  useOnce(() => show());
  if (page === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  const { reminders, next } = page;
  return (
    <>
      {reminders.length === 0 ? <p role="status">{t('roll-out.reminders.none')}</p> : null}
      <ul className="rows panel">
        {reminders.map(({ user, at, cause, by }) => (
          <li key={`${user.id} ${at}`} className="row">
            <div className="row-text">
              <h2 className="row-title">
                <Link to={toUser(user.id)}>{user.login || user.id}</Link>
              </h2>
              <p className="row-value">{CAUSE_WORDS[cause](by)}</p>
              <p className="row-dates">{localTime(at)}</p>
            </div>
          </li>
        ))}
      </ul>
      <FailureNotice call={call} />
      {next === undefined ? null : (
        <Button busy={call.busy} onPress={() => show(next)}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );
}

const CAUSE_WORDS: Readonly<Record<ReminderView['cause'], (by: string) => string>> = {
  'by-hand': (by) => t('roll-out.reminders.by-hand', { by }),
  schedule: () => t('roll-out.reminders.schedule'),
  sunset: () => t('roll-out.reminders.sunset'),
};
