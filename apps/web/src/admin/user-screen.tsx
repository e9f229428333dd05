import type { ActivityLineView, Call, UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { ActionDialog } from '#admin/action-dialog.tsx';
import { GroupsPanel } from '#admin/groups/groups-panel.tsx';
import { BlockHistory } from '#admin/help/block-history.tsx';
import { may } from '#admin/may.ts';
import { HelpActions } from '#admin/help-actions.tsx';
import { toPart } from '#admin/places.ts';
import { RiskPanel } from '#admin/people/risk-panel.tsx';
import { RecordRow } from '#admin/record-row.tsx';
import { DevicesPanel, MethodsPanel, type OfMethod } from '#admin/person/methods-panel.tsx';
import { AccountPanel, AppPasswordsPanel, BrowsersPanel } from '#admin/user-panels.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { Loading } from '#kit/loading.tsx';
import { Said } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { Section } from '#security-info/section.tsx';

type Props = AdminProps & { readonly userId: string };

export function UserScreen({ client, role, userId }: Props) {
  const [details, setDetails] = useState<UserDetailsView>();
  const [said, setSaid] = useState({ text: '' });
  /** What was done so far: the lists below are read anew each time. */
  const [times, setTimes] = useState(0);
  const [acting, setActing] = useState<OfMethod>();
  const call = useCall();
  useOnce(() => void call.run(() => client('getUser', { params: { userId } }), setDetails));
  if (details === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  const { user, reach } = details;
  const inReach = reach === 'allowed' || reach === 'needs-approval';
  const ofMethods = {
    details,
    mayRemove: inReach && may(role, 'removeMethodOf'),
    mayCorrect: inReach && may(role, 'addPhoneOf'),
    onAct: setActing,
  };
  const onDone = (after: UserDetailsView): void => {
    setDetails(after);
    setTimes(times + 1);
    setSaid({ text: t('help.done', { name: user.displayName || user.login }) });
  };
  return (
    <Screen title={user.displayName || user.login}>
      <p>
        <Link to={toPart('users')}>{t('user.back')}</Link>
      </p>
      <Said said={said} />
      <AccountPanel details={details} />
      <RiskPanel details={details} />
      <Section id="actions" title={t('user.actions')}>
        <HelpActions {...{ client, role, details, onDone }} />
      </Section>
      <GroupsPanel {...{ client, role, details, onDone }} />
      <MethodsPanel {...ofMethods} />
      <DevicesPanel {...ofMethods} />
      {acting === undefined ? null : (
        <ActionDialog
          {...{ client, details, method: acting }}
          name={acting.name}
          onClose={(after) => {
            setActing(undefined);
            if (after !== undefined) onDone(after);
          }}
        />
      )}
      <BrowsersPanel details={details} />
      <AppPasswordsPanel details={details} />
      <Section id="blocks" title={t('blocks.title')}>
        <BlockHistory key={times} client={client} userId={userId} />
      </Section>
      <Section id="activity" title={t('user.activity')}>
        <Activity key={times} client={client} userId={userId} />
      </Section>
    </Screen>
  );
}

type Page = Call['getUserActivity']['response'];

function Activity({ client, userId }: Pick<Props, 'client' | 'userId'>) {
  const [page, setPage] = useState<Page>();
  const call = useCall();
  const ask = (before?: string) => () =>
    client('getUserActivity', { params: { userId }, query: before ? { before } : {} });
  useOnce(() => void call.run(ask(), setPage));
  const more = () =>
    void call.run(ask(page?.next), (older) =>
      setPage({ ...older, lines: [...(page?.lines ?? []), ...older.lines] }),
    );
  if (page === undefined) return call.failure ? <FailureNotice call={call} /> : <Loading />;
  return (
    <>
      {page.lines.length === 0 ? <p>{t('admin.none')}</p> : null}
      <ul className="rows">
        {page.lines.map((line) => (
          <RecordRow key={line.id} record={recordOf(line)} />
        ))}
      </ul>
      <FailureNotice call={call} />
      {page.next === undefined ? null : (
        <Button busy={call.busy} onPress={more}>
          {t('admin.more')}
        </Button>
      )}
    </>
  );
}

/** A line of somebody's own activity, told like a record. */
function recordOf({
  id,
  at,
  event,
  outcome,
  reason,
  action,
  method,
  browser,
  place,
}: ActivityLineView) {
  const why = [action, reason].filter(Boolean).join(' · ');
  return { id, at, event, outcome, method, browser, place, reason: why };
}
