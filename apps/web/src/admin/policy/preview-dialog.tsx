import type { Call, PolicyAnswerView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { LockedOut } from '#admin/policy/locked-out.tsx';
import type { Preview } from '#admin/policy/question-screen.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Button } from '#kit/button.tsx';
import { Modal } from '#kit/modal.tsx';
import { Notice } from '#kit/notice.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = {
  readonly client: AdminClient;
  readonly answer: PolicyAnswerView;
  readonly preview: Preview;
  readonly basedOn: number;
  readonly maySave: boolean;
  readonly onClose: () => void;
  readonly onSaved: (policy: Call['getPolicy']['response']) => void;
};

const counted = (n: number): string =>
  n === 1 ? t('policy.preview.touched.one') : t('policy.preview.touched', { n });

const lockedText = (n: number): string => {
  if (n === 0) return t('policy.preview.safe');
  return n === 1 ? t('policy.preview.locked.one') : t('policy.preview.locked', { n });
};

/** Whom the answer touches, and what it does to them; then the reason, and yes. */
export function PreviewDialog(props: Props) {
  const { client, answer, preview, basedOn, maySave, onClose, onSaved } = props;
  const { touched, first, lockedOut, more } = preview;
  const call = useCall();
  const names = first.map(({ displayName, login }) => displayName || login).join(', ');
  return (
    <Modal label={t('policy.preview.title')} onClose={onClose}>
      <Screen title={t('policy.preview.title')}>
        <p>{counted(touched)}</p>
        {more ? <p>{t('policy.preview.more')}</p> : null}
        {names === '' ? null : <p>{t('policy.preview.first', { names })}</p>}
        <Notice kind={lockedOut === 0 ? 'good' : 'danger'} title={lockedText(lockedOut)}>
          {lockedOut === 0 ? null : <LockedOut client={client} answer={answer} />}
        </Notice>
        {maySave ? (
          <ReasonForm
            call={call}
            label={t('policy.save')}
            look={lockedOut > 0 ? 'danger' : 'primary'}
            onCancel={onClose}
            onSubmit={(_, reason) =>
              void call.run(
                () => client('setPolicy', { body: { reason, answer, basedOn } }),
                onSaved,
              )
            }
          />
        ) : (
          <div className="actions">
            <Button onPress={onClose}>{t('help.close')}</Button>
          </div>
        )}
      </Screen>
    </Modal>
  );
}
