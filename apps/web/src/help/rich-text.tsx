import { Fragment } from 'react';

/** A sentence whose `**labels**` stand out, as they do on the page that they are looked for on. */
export const RichText = ({ text }: { readonly text: string }) =>
  text.split('**').map((part, index) => (
    // oxlint-disable-next-line react/no-array-index-key -- the parts of a sentence that never changes
    <Fragment key={index}>{index % 2 === 1 ? <strong>{part}</strong> : part}</Fragment>
  ));

type StepsProps = { readonly steps: readonly string[] };

export const Steps = ({ steps }: StepsProps) => (
  <ol className="steps">
    {steps.map((step) => (
      <li key={step}>
        <RichText text={step} />
      </li>
    ))}
  </ol>
);
