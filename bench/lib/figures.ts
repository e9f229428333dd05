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
