import type { ReactNode } from 'react';

type Props = {
  readonly children: ReactNode;
  readonly look?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly type?: 'button' | 'submit';
  readonly disabled?: boolean;
  readonly busy?: boolean;
  readonly onPress?: (() => void) | undefined;
  readonly describedBy?: string | undefined;
};

/** Off means aria-disabled, not disabled: it keeps the focus and a screen reader still finds it. */
export function Button({
  children,
  look = 'secondary',
  type = 'button',
  disabled = false,
  busy = false,
  onPress,
  describedBy,
}: Props) {
  const off = disabled || busy;
  return (
    <button
      type={type}
      className={`button ${look}`}
      aria-disabled={off || undefined}
      aria-busy={busy || undefined}
      aria-describedby={describedBy}
      onClick={(event) => {
        if (off) event.preventDefault();
        else onPress?.();
      }}
    >
      {children}
    </button>
  );
}
