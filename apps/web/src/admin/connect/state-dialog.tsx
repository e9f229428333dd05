import type { Result } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { ReasonDialog } from '#admin/connect/reason-dialog.tsx';

type State = 'enabled' | 'disabled';

/** Only what is out of the ordinary is marked. */
export const StateMark = ({ state }: { readonly state: State }) =>
  state === 'enabled' ? null : (
    <ul className="marks">
      <li className="advice">{t('switch.off')}</li>
    </ul>
  );

type Kind = 'disable' | 'enable';

/** Said when it was done. */
export const switchedText = (kind: Kind, name: string): string =>
  kind === 'disable' ? t('switch.disabled', { name }) : t('switch.enabled', { name });

type Props<Value> = {
  readonly kind: Kind;
  readonly text: string;
  readonly run: (state: State, reason: string) => Promise<Result<Value>>;
  readonly onDone: (value: Value) => void;
  readonly onClose: () => void;
};

/** Switches off somebody who asks here, or on again. */
export const StateDialog = <Value,>({ kind, run, ...rest }: Props<Value>) => (
  <ReasonDialog
    {...rest}
    title={kind === 'disable' ? t('switch.disable') : t('switch.enable')}
    danger={kind === 'disable'}
    run={(reason) => run(kind === 'disable' ? 'disabled' : 'enabled', reason)}
  />
);
