import { t } from '@proofup/ui/text.ts';

export const Loading = () => (
  <p className="loading" role="status">
    <span className="spinner" aria-hidden="true" />
    {t('page.loading')}
  </p>
);
