import type { DeviceView } from '@proofup/contract/device-schemas.ts';
import { t } from '@proofup/ui/authenticator-text.ts';

type Props = { readonly number: NonNullable<DeviceView['callerNumber']>['number'] };

/** What the help desk asks for. There is no button: reading it out is all that can be done with it. */
export const CallerNumber = ({ number }: Props) => (
  <div className="notice caller-number" role="status">
    <h3>{t('caller.title')}</h3>
    <p className="shown-code">{number.replace(/^(\d{3})/, '$1 ')}</p>
    <p>{t('caller.text')}</p>
  </div>
);
