import type { AppView } from '@proofup/contract/schemas.ts';

export type Section = { readonly title: string; readonly apps: readonly AppView[] };

type Titles = { readonly recent: string; readonly all: string };

const RECENT = 4;

/** Recent ones first, then each collection by its name, then the rest; what is sought is in one list. */
export function arrange(
  apps: readonly AppView[],
  sought: string,
  titles: Titles,
): readonly Section[] {
  const wanted = sought.trim().toLocaleLowerCase();
  const found = apps.filter(({ name }) => name.toLocaleLowerCase().includes(wanted));
  const names = [...new Set(found.flatMap(({ collection }) => collection ?? []))].toSorted((a, b) =>
    a.localeCompare(b),
  );
  const recent = found
    .filter((one) => one.usedAt !== undefined)
    .toSorted((a, b) => (b.usedAt ?? '').localeCompare(a.usedAt ?? ''))
    .slice(0, RECENT);
  const sections: readonly Section[] = [
    ...(wanted === '' ? [{ title: titles.recent, apps: recent }] : []),
    ...names.map((title) => ({ title, apps: found.filter((one) => one.collection === title) })),
    { title: titles.all, apps: found.filter(({ collection }) => collection === undefined) },
  ];
  return sections.filter((section) => section.apps.length > 0);
}
