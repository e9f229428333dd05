import type { ReactNode, Ref } from 'react';

type Props = {
  readonly title: string;
  readonly kind?: 'danger' | 'advice' | 'good';
  /** Announced at once when it appears. */
  readonly alert?: boolean;
  readonly titleRef?: Ref<HTMLParagraphElement>;
  readonly children?: ReactNode;
};

export function Notice({ title, kind = 'danger', alert = false, titleRef, children }: Props) {
  return (
    <div className={`notice ${kind}`} role={alert ? 'alert' : undefined}>
      <p className="notice-title" ref={titleRef} tabIndex={titleRef ? -1 : undefined}>
        {title}
      </p>
      {children}
    </div>
  );
}
