import type { Call, PolicyAnswerView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { csvOf, save } from '#admin/csv.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = { readonly client: AdminClient; readonly answer: PolicyAnswerView };
type Page = Call['listLockedOut']['response'];
type Person = Page['people'][number];

/** As many as a file has at most. */
const MOST_LINES = 100_000;

/** Who they are, a page at a time, and all of them as a file. */
export function LockedOut({ client, answer }: Props) {
  const [page, setPage] = useState<Page>();
  const call = useCall();
  const ask = (after?: string) =>
    client('listLockedOut', { body: { answer, ...(after === undefined ? {} : { after }) } });
  const show = (): void =>
    void call.run(
      () => ask(page?.next),
      (next) => setPage({ ...next, people: [...(page?.people ?? []), ...next.people] }),
    );
  const collect = async () => {
    const people: Person[] = [];
    let after: string | undefined;
    do {
      const next = await ask(after);
      if (next.kind !== 'ok') return next;
      people.push(...next.value.people);
      after = next.value.next;
    } while (after !== undefined && people.length < MOST_LINES);
    return { kind: 'ok', value: people } as const;
  };
  const hasMore = page === undefined || page.next !== undefined;
  return (
    <>
      {page === undefined ? null : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls: by keyboard, too
        <section className="locked-out" aria-label={t('policy.locked.list')} tabIndex={0}>
          <ul>
            {page.people.map(({ id, login, displayName }) => (
              <li key={id}>{[displayName, login].filter(Boolean).join(' · ')}</li>
            ))}
          </ul>
        </section>
      )}
      <FailureNotice call={call} />
      <div className="actions">
        {hasMore ? (
          <Button busy={call.busy} onPress={show}>
            {page === undefined ? t('policy.locked.show') : t('admin.more')}
          </Button>
        ) : null}
        <Button
          busy={call.busy}
          onPress={() =>
            void call.run(collect, (people) =>
              save('locked-out.csv', [csvOf([['login', 'name'], ...people.map(cellsOf)])]),
            )
          }
        >
          {t('reports.export')}
        </Button>
      </div>
    </>
  );
}

const cellsOf = ({ login, displayName }: Person) => [login, displayName];
