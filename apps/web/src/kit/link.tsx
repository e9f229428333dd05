import type { MouseEvent, ReactNode } from 'react';
import { navigate } from '#router.ts';

type Props = {
  /** A path of this site that the application answers itself. */
  readonly to: string;
  readonly className?: string;
  /** It leads to the page that is shown. */
  readonly isHere?: boolean;
  readonly children: ReactNode;
};

const isPlain = ({ button, metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  button === 0 && !metaKey && !ctrlKey && !shiftKey && !altKey;

/** To another page without loading the application anew; a new tab is still a new tab. */
export function Link({ to, className, isHere = false, children }: Props) {
  return (
    <a
      href={to}
      className={className}
      aria-current={isHere ? 'page' : undefined}
      onClick={(event) => {
        if (!isPlain(event)) return;
        event.preventDefault();
        navigate(to);
        scrollTo(0, 0);
      }}
    >
      {children}
    </a>
  );
}
