import type { Client } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/later-text.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { NewPasswordForm } from '#password/new-password-form.tsx';

type Props = {
  readonly client: Client;
  readonly login: string;
  readonly onChanged: () => void;
  readonly onBack: () => void;
};

export function ChangePassword({ client, login, onChanged, onBack }: Props) {
  const call = useCall();
  return (
    <Screen title={t('password.change.title')}>
      <p className="lead">{t('password.change.lead')}</p>
      <NewPasswordForm
        call={call}
        login={login}
        asksCurrent
        submitLabel={t('password.change.title')}
        onSubmit={(body) => void call.run(() => client('changePassword', { body }), onChanged)}
      >
        <Button look="quiet" onPress={onBack}>
          {t('action.back')}
        </Button>
      </NewPasswordForm>
    </Screen>
  );
}
