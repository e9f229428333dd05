import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

/** Says at the end what was skipped and why, which Playwright's own reporters only count. */
export default class LoudSkips implements Reporter {
  readonly #lines: string[] = [];

  onTestEnd({ title, parent }: TestCase, { status, annotations }: TestResult): void {
    if (status !== 'skipped') return;
    const why = annotations.map(({ description }) => description ?? '').join(', ');
    this.#lines.push(`SKIPPED ${parent.title} › ${title} (${why})\n`);
  }

  onEnd(): void {
    process.stdout.write(`\n${this.#lines.join('')}`);
  }
}
