import { useFieldIds } from '#kit/field.tsx';
import type { Choices } from '#admin/words.ts';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly choices: Choices;
  readonly initial?: string;
};

export function SelectField({ label, name, choices, initial = '' }: Props) {
  const ids = useFieldIds({});
  return (
    <div className="field">
      <label htmlFor={ids.input}>{label}</label>
      <select id={ids.input} name={name} defaultValue={initial}>
        {choices.map(([value, word]) => (
          <option key={value} value={value}>
            {word}
          </option>
        ))}
      </select>
    </div>
  );
}
