import { t } from '@proofup/ui/text.ts';

type Props = {
  readonly days: number;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
};

export const RememberBox = ({ days, checked, onChange }: Props) => (
  <label className="check">
    <input
      type="checkbox"
      name="remember"
      checked={checked}
      onChange={(event) => onChange(event.target.checked)}
    />
    <span>{days === 1 ? t('remember.day') : t('remember.days', { days })}</span>
  </label>
);
