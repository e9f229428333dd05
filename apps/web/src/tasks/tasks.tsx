import type { Client } from '@proofup/contract/client.ts';
import type { SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { type ReactNode, useMemo } from 'react';
import { clientWith } from '#api/client.ts';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { NewPasswordForm } from '#password/new-password-form.tsx';
import { RecoveryCodes } from '#recovery-codes/recovery-codes.tsx';
import { BetterMethod } from '#tasks/better-method.tsx';
import '#styles/set-up.css';

type Props = {
  readonly view: SignInView;
  readonly onView: (view: SignInView) => void;
  /** The way out of all of it. */
  readonly leave: ReactNode;
};

/** What has to be done before a sign-in is complete, one after another, then its end. */
export function Tasks({ view, onView, leave }: Props) {
  const client = useMemo(() => clientWith(view.csrfToken), [view.csrfToken]);
  const [task] = view.tasks;
  if (task === undefined) return <Finish {...{ client, view, onView, leave }} />;
  return TASKS[task]({ client, view, onView, leave });
}

type TaskProps = Props & { readonly client: Client };

const TASKS: Readonly<Record<SignInView['tasks'][number], (props: TaskProps) => ReactNode>> = {
  'change-password': (props) => <OwnPassword {...props} />,
  'new-recovery-codes': (props) => <NewCodes {...props} />,
  'better-method': (props) => <BetterMethod {...props} />,
};

function OwnPassword({ client, view, onView, leave }: TaskProps) {
  const call = useCall();
  const params = { signInId: view.id };
  return (
    <Screen title={t('task.password.title')}>
      <p className="lead">{t('task.password.lead')}</p>
      <NewPasswordForm
        call={call}
        login={view.login ?? ''}
        submitLabel={t('reset.submit')}
        signInId={view.id}
        onSubmit={({ next }) =>
          void call.run(
            () => client('changePasswordInSignIn', { params, body: { password: next } }),
            onView,
          )
        }
      />
      {leave}
    </Screen>
  );
}

function NewCodes({ client, view, onView, leave }: TaskProps) {
  const call = useCall();
  const finish = () =>
    void call.run(() => client('finishTasks', { params: { signInId: view.id } }), onView);
  return (
    <>
      <RecoveryCodes
        client={client}
        title={t('task.codes.title')}
        replaces={false}
        finishLabel={t('action.finish')}
        onFinish={finish}
      />
      <FailureNotice call={call} signInId={view.id} />
      {leave}
    </>
  );
}

/** After the last task, and after a reload behind it. */
function Finish({ client, view, onView, leave }: TaskProps) {
  const call = useCall();
  useOnce(
    () => void call.run(() => client('finishTasks', { params: { signInId: view.id } }), onView),
  );
  return (
    <Screen title={t('task.finish.title')}>
      {call.failure === undefined ? <Loading /> : leave}
      <FailureNotice call={call} signInId={view.id} />
    </Screen>
  );
}
