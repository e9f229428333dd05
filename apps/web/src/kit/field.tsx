import { type InputHTMLAttributes, type ReactNode, type Ref, use, useId } from 'react';
import { WrongFields } from '#kit/wrong-fields.ts';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** For what links to it; otherwise one is made up. */
  readonly id?: string;
  /** The summary of a failure that this input had a part in. */
  readonly summaryId?: string | undefined;
  readonly inputRef?: Ref<HTMLInputElement>;
  /** Stands beside the input, like the button that shows a password. */
  readonly beside?: ReactNode;
  readonly input: Omit<InputHTMLAttributes<HTMLInputElement>, 'name' | 'id' | 'ref'>;
};

export function Field(props: Props) {
  const { label, name, hint, id, summaryId, inputRef, beside, input } = props;
  const wrong = use(WrongFields).get(name);
  const error = props.error ?? wrong;
  const ids = useFieldIds({ id, hint, error, summaryId });
  return (
    <div className="field">
      <label htmlFor={ids.input}>{label}</label>
      <FieldHint id={ids.hint} text={hint} />
      <FieldError id={ids.error} text={error} />
      <div className="field-row">
        <input
          {...input}
          ref={inputRef}
          id={ids.input}
          name={name}
          aria-invalid={error === undefined && summaryId === undefined ? undefined : true}
          aria-describedby={ids.describedBy}
        />
        {beside}
      </div>
    </div>
  );
}

type Described = {
  readonly id?: string | undefined;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly summaryId?: string | undefined;
};

export function useFieldIds({ id, hint, error, summaryId }: Described) {
  const made = useId();
  const input = id ?? made;
  const ids = { input, hint: `${input}-hint`, error: `${input}-error` };
  const describing = [
    summaryId,
    error === undefined ? undefined : ids.error,
    hint === undefined ? undefined : ids.hint,
  ];
  return { ...ids, describedBy: describing.filter((part) => part).join(' ') || undefined };
}

type Part = { readonly id: string; readonly text: string | undefined };

export const FieldHint = ({ id, text }: Part) =>
  text === undefined ? null : (
    <p id={id} className="field-hint">
      {text}
    </p>
  );

export const FieldError = ({ id, text }: Part) =>
  text === undefined ? null : (
    <p id={id} className="field-error" role="alert">
      {text}
    </p>
  );
