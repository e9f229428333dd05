import { t } from '@proofup/ui/account-text.ts';
import { Button } from '#kit/button.tsx';
import { navigate } from '#router.ts';

const HERE = '/security-info';

/** From the methods to what is done with them. */
export const AccountLinks = () => (
  <section className="panel" aria-labelledby="account-links">
    <h2 id="account-links">{t('account-links.title')}</h2>
    <div className="account-links">
      <Button onPress={() => navigate(`${HERE}?show=activity`)}>
        {t('account-links.activity')}
      </Button>
      <Button onPress={() => navigate(`${HERE}?show=browsers`)}>
        {t('account-links.browsers')}
      </Button>
    </div>
  </section>
);

export const AccountBack = () => (
  <Button look="quiet" onPress={() => navigate(HERE)}>
    {t('account-links.back')}
  </Button>
);
