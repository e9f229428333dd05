import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { Button } from '#kit/button.tsx';
import { Icon } from '#kit/icons.tsx';
import { startChange } from '#security-info/change.tsx';
import { MethodRow } from '#security-info/method-row.tsx';

type Props = {
  readonly methods: readonly MethodView[];
  /** One that was handed out waits for it. */
  readonly mayActivate: boolean;
  readonly onDelete: (method: MethodView) => void;
};

/** What the organisation hands out: nobody adds one of their own, and its name is its serial number. */
export const HardwareTokenRows = ({ methods, mayActivate, onDelete }: Props) => (
  <>
    {methods
      .filter(({ kind }) => kind === 'hardware-token')
      .map((method) => (
        <MethodRow
          key={method.id}
          title={t('method.hardware-token')}
          icon="pass"
          {...{ method, onDelete }}
        />
      ))}
    {mayActivate ? (
      <li className="row">
        <Icon name="plus" />
        <div className="row-text">
          <h3>{t('method.hardware-token')}</h3>
          <p>{t('method.hardware-token.what')}</p>
        </div>
        <div className="row-actions">
          <Button onPress={() => startChange('hardware-token')}>
            {t('method.hardware-token.start')}
          </Button>
        </div>
      </li>
    ) : null}
  </>
);
