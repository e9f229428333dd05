import { Field } from '#kit/field.tsx';

type Props = {
  readonly label: string;
  readonly name: string;
  readonly hint?: string;
  /** Least and most. */
  readonly range: readonly [number, number];
  readonly value: number;
  /** What it may be a multiple of; 1 where not said. */
  readonly step?: number;
};

export const NumberField = ({ label, name, hint, range: [min, max], value, step }: Props) => (
  <Field
    {...{ label, name, hint }}
    input={{ type: 'number', min, max, step, defaultValue: value }}
  />
);
