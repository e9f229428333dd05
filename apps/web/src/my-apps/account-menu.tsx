import type { Client } from '@proofup/contract/client.ts';
import type { SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/apps-text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { useCall } from '#kit/use-call.ts';
import { navigate } from '#router.ts';

type Props = { readonly client: Client; readonly user: SessionView['user'] };

/** Top right: who is signed in, and what there is to do about it. */
export function AccountMenu({ client, user }: Props) {
  const call = useCall();
  const signOut = () =>
    void call.run(
      () => client('endSession', {}),
      () => navigate('/sign-in?return-to=/my-apps'),
    );
  return (
    <details className="account-menu">
      <summary aria-label={t('my-apps.profile.of', { name: user.displayName })}>
        <span className="account-name">{user.displayName}</span>
        <span>{t('my-apps.profile')}</span>
      </summary>
      <div className="account-menu-panel">
        <p>
          <strong>{user.displayName}</strong>
          <br />
          {user.login}
        </p>
        <a href="/security-info">{t('my-apps.verification')}</a>
        <Button busy={call.busy} onPress={signOut}>
          {t('account.sign-out')}
        </Button>
        <FailureNotice call={call} />
      </div>
    </details>
  );
}
