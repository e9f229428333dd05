import type { Client } from '@proofup/contract/client.ts';
import type { SessionView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/later-text.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Link } from '#kit/link.tsx';
import { useCall } from '#kit/use-call.ts';
import { navigate } from '#router.ts';

type Props = {
  readonly client: Client;
  readonly user: SessionView['user'];
  /** Whoever looks after others finds the way there. */
  readonly staff?: boolean;
};

export function Account({ client, user, staff = false }: Props) {
  const call = useCall();
  const signOut = () =>
    void call.run(
      () => client('endSession', {}),
      () => navigate('/sign-in'),
    );
  return (
    <div className="account">
      <span className="account-name">{t('account.name', { name: user.displayName })}</span>
      {staff ? <Link to="/admin">{t('account.admin')}</Link> : null}
      <Button busy={call.busy} onPress={signOut}>
        {t('account.sign-out')}
      </Button>
      <FailureNotice call={call} />
    </div>
  );
}
