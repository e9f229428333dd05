import { t } from '@proofup/ui/security-info-text.ts';
import { Icon } from '#kit/icons.tsx';
import { startChange } from '#security-info/change.tsx';
import { RowButton } from '#security-info/method-row.tsx';

export const Password = () => (
  <ul className="rows">
    <li className="row">
      <Icon name="pass" />
      <div className="row-text">
        <p>{t('password.what')}</p>
      </div>
      <div className="row-actions">
        <RowButton
          label={t('action.change')}
          what={t('password.title')}
          onPress={() => startChange('password')}
        />
      </div>
    </li>
  </ul>
);
