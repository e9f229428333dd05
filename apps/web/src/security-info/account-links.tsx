import { t } from '@proofup/ui/account-text.ts';
import { Button } from '#kit/button.tsx';
import { navigate } from '#router.ts';

const HERE = '/security-info';

/** From the methods to what is done with them. */
export const AccountLinks = () => (
  <div className="account-links">
    <Button onPress={() => navigate(`${HERE}?show=activity`)}>{t('account-links.activity')}</Button>
    <Button onPress={() => navigate(`${HERE}?show=browsers`)}>{t('account-links.browsers')}</Button>
  </div>
);

export const AccountBack = () => (
  <Button look="quiet" onPress={() => navigate(HERE)}>
    {t('account-links.back')}
  </Button>
);
