import type { OptionView, SecurityInfoView } from '@proofup/contract/schemas.ts';
import type { Result } from '@proofup/contract/client.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { useCall } from '#kit/use-call.ts';
import { isPreferable, preferenceLabel } from '#security-info/preference-label.ts';
import type { SectionProps } from '#security-info/sections.tsx';

type Device = 'computer' | 'phone';
type Chosen = Readonly<Record<Device, string>>;

const DEVICES = ['computer', 'phone'] as const satisfies readonly Device[];

const LABELS: Readonly<Record<Device, () => string>> = {
  computer: () => t('preferred.computer'),
  phone: () => t('preferred.phone'),
};

/** What is asked first, on each kind of device; without a choice it is the safest one. */
export function PreferredOption({ client, info, onInfo }: SectionProps) {
  const call = useCall();
  const [edited, setEdited] = useState<Partial<Chosen>>({});
  const { systemPreferred } = info;
  const chosen: Chosen = { ...chosenIn(info), ...edited };

  async function saveAll(): Promise<Result<SecurityInfoView>> {
    let saved: Result<SecurityInfoView> = { kind: 'ok', value: info };
    for (const device of DEVICES) {
      if (chosen[device] === chosenIn(info)[device]) continue;
      const optionId = chosen[device] === '' ? null : chosen[device];
      saved = await client('setPreferredOption', { body: { optionId, device } });
      if (saved.kind !== 'ok') return saved;
    }
    return saved;
  }

  function save(event: FormEvent): void {
    event.preventDefault();
    void call.run(saveAll, (saved) => {
      setEdited({});
      onInfo(saved, t('preferred.saved'));
    });
  }

  return (
    <form className="preferred" onSubmit={save}>
      {systemPreferred ? <p className="notice advice">{t('preferred.not-yours')}</p> : null}
      <div className="preferred-fields">
        {DEVICES.map((device) => (
          <Choice
            key={device}
            label={LABELS[device]()}
            info={info}
            chosen={systemPreferred ? '' : chosen[device]}
            onChoose={(id) => setEdited({ ...edited, [device]: id })}
          />
        ))}
      </div>
      {systemPreferred ? null : (
        <Button type="submit" look="primary" busy={call.busy}>
          {t('action.save')}
        </Button>
      )}
      <FailureNotice call={call} />
    </form>
  );
}

type ChoiceProps = {
  readonly label: string;
  readonly info: SecurityInfoView;
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
};

function Choice({ label, info, chosen, onChoose }: ChoiceProps) {
  const id = useId();
  const options = optionsOf(info);
  const automatic = options.find((option) => option.id === info.automaticOptionId);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        value={chosen}
        disabled={info.systemPreferred}
        onChange={(event) => onChoose(event.currentTarget.value)}
      >
        <option value="">
          {automatic === undefined
            ? t('preferred.automatic')
            : t('preferred.automatic.which', { option: preferenceLabel(automatic, options) })}
        </option>
        {options.map((option) => (
          <option key={option.id} value={option.id}>
            {preferenceLabel(option, options)}
          </option>
        ))}
      </select>
    </div>
  );
}

const optionsOf = ({ methods }: SecurityInfoView) =>
  methods.flatMap((method): readonly OptionView[] => method.options).filter(isPreferable);

/** One that is gone, or does not work now, is no choice. */
function chosenIn(info: SecurityInfoView): Chosen {
  const known = new Set(optionsOf(info).map(({ id }) => id));
  const { computer = '', phone = '' } = info.preferred;
  return { computer: known.has(computer) ? computer : '', phone: known.has(phone) ? phone : '' };
}
