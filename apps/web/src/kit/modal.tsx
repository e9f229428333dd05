import { type ReactNode, useLayoutEffect, useRef } from 'react';
import { InDialog } from '#kit/screen.tsx';

type Props = {
  readonly label: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
};

/** The browser's own modal: it keeps the focus inside, closes on Escape and gives the focus back. */
export function Modal({ label, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);

  // In the layout phase, as the focus goes back only while the dialog is still in the page.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    return () => element?.close();
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-label={label}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <InDialog value={true}>{children}</InDialog>
    </dialog>
  );
}
