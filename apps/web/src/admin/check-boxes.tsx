type Choice = { readonly value: string; readonly label: string; readonly hint?: string };

type Props = {
  readonly legend: string;
  readonly name: string;
  readonly choices: readonly Choice[];
  /** Ticked to begin with. */
  readonly chosen: readonly string[];
};

/** Any number of them, as a form sends them. */
export const CheckBoxes = ({ legend, name, choices, chosen }: Props) => (
  <fieldset className="choices">
    <legend>{legend}</legend>
    {choices.map(({ value, label, hint }) => (
      <label key={value} className="choice">
        <input type="checkbox" name={name} value={value} defaultChecked={chosen.includes(value)} />
        <span>
          <span className="choice-label">{label}</span>
          {hint === undefined ? null : <span className="choice-hint">{hint}</span>}
        </span>
      </label>
    ))}
  </fieldset>
);
