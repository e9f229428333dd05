import type { UserDetailsView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import { ACTIONS, type ActionName, askSecond, type Done, perform } from '#admin/actions.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import type { OfMethod } from '#admin/person/methods-panel.tsx';
import { CallerProof, callerProofIn } from '#admin/help/caller-proof.tsx';
import { EXTRAS } from '#admin/help/extras.tsx';
import { Secret, secretOf } from '#admin/help/secret.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { codeOf, useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly details: UserDetailsView;
  readonly name: ActionName;
  /** Of one method: which. */
  readonly method?: OfMethod | undefined;
  /** With the account as it is afterwards, if anything was done. */
  readonly onClose: (after: UserDetailsView | undefined) => void;
};

type Shown = { readonly kind: 'form' | 'asked' } | { readonly kind: 'done'; readonly done: Done };

export function ActionDialog({ client, details, name, method, onClose }: Props) {
  const [shown, setShown] = useState<Shown>({ kind: 'form' });
  const title = ACTIONS[name].label();
  const onDone = (done: Done): void => {
    if (done.pass === undefined && done.password === undefined) onClose(done.user);
    else setShown({ kind: 'done', done });
  };
  return (
    <Modal
      label={title}
      onClose={() => onClose(shown.kind === 'done' ? shown.done.user : undefined)}
    >
      <Screen title={title}>
        {shown.kind === 'form' ? (
          <ActionForm
            {...{ client, details, name, method, onDone }}
            onAsked={() => setShown({ kind: 'asked' })}
            onCancel={() => onClose(undefined)}
          />
        ) : null}
        {shown.kind === 'asked' ? <Asked onClose={() => onClose(undefined)} /> : null}
        {shown.kind === 'done' ? (
          <Secret {...secretOf(shown.done)} onClose={() => onClose(shown.done.user)} />
        ) : null}
      </Screen>
    </Modal>
  );
}

const Asked = ({ onClose }: { readonly onClose: () => void }) => (
  <>
    <p role="status">{t('help.asked')}</p>
    <div className="actions">
      <Button look="primary" onPress={onClose}>
        {t('help.close')}
      </Button>
    </div>
  </>
);

type FormProps = Omit<Props, 'onClose'> & {
  readonly onCancel: () => void;
  readonly onDone: (done: Done) => void;
  readonly onAsked: () => void;
};

type Wrong = { readonly reason?: boolean; readonly verified?: boolean };

function ActionForm({ client, details, name, method, onCancel, onDone, onAsked }: FormProps) {
  const call = useCall();
  const [wrong, setWrong] = useState<Wrong>({});
  const { user, reach } = details;
  const action = ACTIONS[name];
  const takesTwo = reach === 'needs-approval' || codeOf(call.failure) === 'approval_required';

  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const asked = readForm(new FormData(event.currentTarget), { name, method });
    setWrong(asked.wrong);
    if (asked.body === undefined) {
      focusFirst(event.currentTarget, asked.wrong.reason ? ['reason'] : ['verified']);
      return;
    }
    const performing = { client, userId: user.id, name, body: asked.body };
    if (takesTwo) void call.run(() => askSecond(performing), onAsked);
    else void call.run(() => perform(performing), onDone);
  };

  return (
    <form onSubmit={submit} noValidate>
      <p>
        <strong>{user.displayName || user.login}</strong>
        {method === undefined ? null : ` · ${method.title}`}
      </p>
      <p>{action.text()}</p>
      {action.extras.map((extra) => (
        <div key={extra}>
          {extra === 'verified' ? (
            <CallerProof {...{ client, details, wrong: wrong.verified === true }} />
          ) : (
            EXTRAS[extra](details, method)
          )}
        </div>
      ))}
      <Field
        label={t('help.reason')}
        name="reason"
        hint={t('help.reason.hint')}
        error={wrong.reason === true ? t('help.reason.empty') : undefined}
        input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
      />
      <FailureNotice call={call} />
      <div className="actions">
        <Button type="submit" look={action.danger ? 'danger' : 'primary'} busy={call.busy}>
          {takesTwo ? t('help.ask-second') : t('help.save')}
        </Button>
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}

const SHORTEST = 3;

/** The body of the operation, or what is missing. */
function readForm(
  data: FormData,
  { name, method }: Pick<FormProps, 'name' | 'method'>,
): { readonly wrong: Wrong; readonly body?: Readonly<Record<string, unknown>> } {
  const action = ACTIONS[name];
  const reason = textOf(data, 'reason').trim();
  const asksForCaller = action.extras.includes('verified');
  const proof = asksForCaller ? callerProofIn(data) : {};
  if (reason.length < SHORTEST || proof === undefined) {
    return { wrong: { reason: reason.length < SHORTEST, verified: proof === undefined } };
  }
  const ofMethod = method !== undefined && action.ofMethod ? { methodId: method.id } : {};
  return { wrong: {}, body: { reason, ...action.body?.(data), ...proof, ...ofMethod } };
}
