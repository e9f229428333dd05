/** Each file in one portion; neighbours, which are often alike in length, in different ones. */
export function portions(files: readonly string[], wanted: number): readonly (readonly string[])[] {
  return Array.from({ length: Math.min(wanted, files.length) }, (_, portion) =>
    files.filter((_file, n) => n % wanted === portion),
  );
}

/** At most `workers` at a time; whoever is free takes the next. Outcomes in the order of the work. */
export async function shareOut<Work, Outcome>(
  works: readonly Work[],
  workers: number,
  perform: (work: Work, index: number) => Promise<Outcome>,
): Promise<readonly Outcome[]> {
  const queue = works.entries();
  const outcomes: Outcome[] = [];
  async function worker(): Promise<void> {
    for (const [index, work] of queue) outcomes[index] = await perform(work, index);
  }
  await Promise.all(Array.from({ length: workers }, worker));
  return outcomes;
}
