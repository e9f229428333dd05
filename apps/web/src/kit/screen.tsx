import { t } from '@proofup/ui/text.ts';
import { createContext, type ReactNode, use, useEffect, useRef } from 'react';
import { useConfiguration } from '#configuration.tsx';

/** A dialog has the page's h1 behind it, and leaves the document's title alone. */
export const InDialog = createContext(false);

// The first screen is where the browser has just begun to read: moving the focus would skip it.
let somethingWasShown = false;

type Props = {
  readonly title: string;
  readonly children: ReactNode;
  /** How far the set-up has come. */
  readonly step?: number | undefined;
};

/** One thing to do: its heading takes the focus, so that the change is read out and keys go on there. */
export function Screen({ title, children, step }: Props) {
  const inDialog = use(InDialog);
  const { organisation } = useConfiguration();
  const heading = useRef<HTMLHeadingElement>(null);
  const Heading = inDialog ? 'h2' : 'h1';

  useEffect(() => {
    if (!inDialog) document.title = `${title} – ${organisation || t('page.brand')}`;
    if (somethingWasShown) heading.current?.focus();
    somethingWasShown = true;
  }, [title, inDialog, organisation]);

  return (
    <div className="screen">
      {step === undefined ? null : <Progress step={step} />}
      <Heading ref={heading} tabIndex={-1}>
        {title}
      </Heading>
      {children}
    </div>
  );
}

const STEPS = [1, 2, 3, 4] as const;

function Progress({ step }: { readonly step: number }) {
  return (
    <div className="progress">
      <p className="step">{t('set-up.progress', { step })}</p>
      <div className="progress-bar" aria-hidden="true">
        {STEPS.map((one) => (
          <span key={one} className={one <= step ? 'reached' : undefined} />
        ))}
      </div>
    </div>
  );
}
