import { t } from '@proofup/ui/authenticator-text.ts';
import { Button } from '#kit/button.tsx';

export const ToScan = ({ onScan }: { readonly onScan: () => void }) => (
  <>
    <Button look="primary" onPress={onScan}>
      {t('scan.title')}
    </Button>
    <p className="or">{t('scan.or')}</p>
  </>
);
