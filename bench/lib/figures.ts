/** One measured number, and what it is held against. */
export type Figure = {
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
};

export type Figures = Readonly<Record<string, Figure>>;

function verdictOf({ value, atMost, atLeast }: Figure): string {
  if (atMost !== undefined) return `${value <= atMost ? 'ok  ' : 'MISS'} <= ${atMost}`;
  if (atLeast !== undefined) return `${value >= atLeast ? 'ok  ' : 'MISS'} >= ${atLeast}`;
  return '';
}

export const isMissed = (figure: Figure): boolean => verdictOf(figure).startsWith('MISS');

/** Every figure that has a goal, and of the stores the one that is further from it: each must hold on both. */
export function worstOf(results: readonly Figures[]): Readonly<Record<string, number>> {
  const worst: Record<string, number> = {};
  for (const [name, { value, atMost, atLeast }] of results.flatMap(Object.entries<Figure>)) {
    const known = worst[name] ?? value;
    if (atMost !== undefined) worst[name] = Math.max(known, value);
    if (atLeast !== undefined) worst[name] = Math.min(known, value);
  }
  return worst;
}

/** Names, values and goals in columns. */
export function tableOf(title: string, figures: Figures): string {
  const names = Object.keys(figures);
  const width = Math.max(...names.map(({ length }) => length));
  const rows = Object.entries(figures).map(([name, figure]) => {
    const value = `${figure.value} ${figure.unit}`.trim();
    return `  ${name.padEnd(width)}  ${value.padStart(16)}  ${verdictOf(figure)}`.trimEnd();
  });
  return [title, ...rows].join('\n');
}
