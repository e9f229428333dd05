import { type ReactNode, useEffect, useRef } from 'react';

type Props = { readonly title: string; readonly children: ReactNode };

/** One thing to do: its heading takes the focus, so that the change is read out. */
export function Screen({ title, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    heading.current?.focus();
  }, [title]);
  return (
    <main className="screen">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </main>
  );
}
