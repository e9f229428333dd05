import type { MethodView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/device-text.ts';
import { Icon } from '#kit/icons.tsx';
import { startChange } from '#security-info/change.tsx';
import type { Asked } from '#security-info/methods.tsx';
import { MethodRow, RowButton } from '#security-info/method-row.tsx';

type Props = {
  readonly methods: readonly MethodView[];
  readonly onDelete: (method: MethodView) => void;
  readonly setAsked: (asked: Asked) => void;
};

/** The phones with the authenticator, and a way to one more. */
export function DeviceRows({ methods, onDelete, setAsked }: Props) {
  const devices = methods.filter(({ kind }) => kind === 'device');
  const first = devices.length === 0;
  return (
    <>
      {devices.map((method) => (
        <MethodRow
          key={method.id}
          title={t('method.device')}
          icon="mobile"
          method={method}
          onDelete={onDelete}
          onRename={() => setAsked({ what: 'rename', method })}
        >
          {method.stale ? <p className="row-off">{t('method.device.stale')}</p> : null}
        </MethodRow>
      ))}
      <li className="row">
        <Icon name="plus" />
        <div className="row-text">
          <h3>{first ? t('method.device') : t('method.device.another')}</h3>
          <p>{t('method.device.what')}</p>
        </div>
        <div className="row-actions">
          <RowButton
            label={t('action.add')}
            what={t('method.device')}
            onPress={() => startChange('device')}
          />
        </div>
      </li>
    </>
  );
}
