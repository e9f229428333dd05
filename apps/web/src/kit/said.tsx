import { useEffect, useRef } from 'react';

/** What was just done, for the eye and the ear; a new one each time, if of the same words. */
export type SaidText = { readonly text: string };

/** The focus comes here when what was pressed is gone, as the row of a method that was deleted is. */
export function Said({ said }: { readonly said: SaidText }) {
  const message = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    const lost = document.activeElement === document.body;
    if (lost && said.text !== '') message.current?.focus();
  }, [said]);

  return (
    <p
      role="status"
      ref={message}
      tabIndex={-1}
      className={said.text === '' ? undefined : 'notice good'}
    >
      {said.text}
    </p>
  );
}
