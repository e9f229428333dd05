import type { ReactNode } from 'react';

type Props = {
  readonly children: ReactNode;
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly busy?: boolean;
  readonly onPress?: () => void;
};

/** Off means aria-disabled, not disabled: it keeps the focus and a screen reader still finds it. */
export const Button = ({ children, look = 'secondary', type = 'button', busy, onPress }: Props) => (
  <button
    type={type}
    className={`button ${look}`}
    aria-disabled={busy || undefined}
    onClick={(event) => {
      if (busy) event.preventDefault();
      else onPress?.();
    }}
  >
    {children}
  </button>
);
