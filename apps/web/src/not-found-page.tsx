import { t } from '@proofup/ui/text.ts';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';

export const NotFoundPage = () => (
  <Page>
    <Card>
      <Screen title={t('not-found.title')}>
        <p className="lead">{t('not-found.lead')}</p>
        <p>
          <a className="button secondary" href="/security-info">
            {t('not-found.home')}
          </a>
        </p>
      </Screen>
    </Card>
  </Page>
);
