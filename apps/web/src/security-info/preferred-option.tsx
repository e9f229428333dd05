import type { OptionView, SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { useCall } from '#kit/use-call.ts';
import type { OverviewProps } from '#security-info/overview.tsx';
import { isPreferable, preferenceLabel } from '#security-info/preference-label.ts';

type Props = Pick<OverviewProps, 'client' | 'info' | 'onInfo'>;

export function PreferredOption({ client, info, onInfo }: Props) {
  const id = useId();
  const call = useCall();
  const options = info.methods.flatMap((method) => method.options).filter(isPreferable);
  const [chosen, setChosen] = useState(() => preferredOf(info, options));
  if (options.length === 0) return null;

  function save(event: FormEvent): void {
    event.preventDefault();
    if (chosen === '') return;
    void call.run(
      () => client('setPreferredOption', { body: { optionId: chosen } }),
      (saved) => onInfo(saved, t('preferred.saved')),
    );
  }

  return (
    <div className="panel">
      <h2>
        <label htmlFor={id}>{t('preferred.title')}</label>
      </h2>
      <form className="inline-form" onSubmit={save}>
        <div className="field">
          <select id={id} value={chosen} onChange={(event) => setChosen(event.currentTarget.value)}>
            {chosen === '' ? <option value="">{t('preferred.none')}</option> : null}
            {options.map((option) => (
              <option key={option.id} value={option.id}>
                {preferenceLabel(option, options)}
              </option>
            ))}
          </select>
        </div>
        <Button type="submit" look="primary" busy={call.busy}>
          {t('action.save')}
        </Button>
      </form>
      <FailureNotice call={call} />
    </div>
  );
}

const preferredOf = ({ preferredOptionId }: SecurityInfoView, options: readonly OptionView[]) =>
  options.find(({ id }) => id === preferredOptionId)?.id ?? '';
