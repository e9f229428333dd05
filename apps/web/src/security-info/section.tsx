import type { ReactNode } from 'react';

type Props = {
  /** Where the in-page navigation leads. */
  readonly id: string;
  readonly title: string;
  readonly lead?: string | undefined;
  readonly children: ReactNode;
};

/** One part of the page, on a sheet of its own. */
export function Section({ id, title, lead, children }: Props) {
  const titleId = `${id}-title`;
  return (
    <section id={id} className="panel" aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      {lead === undefined ? null : <p className="panel-lead">{lead}</p>}
      {children}
    </section>
  );
}
