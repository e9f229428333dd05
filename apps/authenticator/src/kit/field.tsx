import { type InputHTMLAttributes, useId } from 'react';

type Props = {
  readonly label: string;
  readonly hint?: string;
  readonly input: InputHTMLAttributes<HTMLInputElement> & { readonly name: string };
};

export function Field({ label, hint, input }: Props) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      {hint === undefined ? null : <p id={`${id}-hint`}>{hint}</p>}
      <input {...input} id={id} aria-describedby={hint === undefined ? undefined : `${id}-hint`} />
    </div>
  );
}
