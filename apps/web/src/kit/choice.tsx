import type { ReactNode } from 'react';

type Choice<Value extends string> = {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
};

type Props<Value extends string> = {
  readonly legend: string;
  /** The screen's heading asks the same already. */
  readonly legendHidden?: boolean;
  readonly name: string;
  readonly choices: readonly Choice<Value>[];
  readonly chosen: Value | undefined;
  readonly onChoose: (value: Value) => void;
};

export function ChoiceGroup<Value extends string>(props: Props<Value>) {
  const { legend, legendHidden = false, name, choices, chosen, onChoose } = props;
  return (
    <fieldset className="choices">
      <legend className={legendHidden ? 'visually-hidden' : undefined}>{legend}</legend>
      {choices.map(({ value, label, hint, icon }) => (
        <label key={value} className="choice">
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
          />
          {icon}
          <span>
            <span className="choice-label">{label}</span>
            {hint === undefined ? null : <span className="choice-hint">{hint}</span>}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
