import { existsSync, readFileSync } from 'node:fs';

export type Counts = { readonly passed: number; readonly failed: number; readonly skipped: number };

export const NONE: Counts = { passed: 0, failed: 0, skipped: 0 };

export const sum = (all: readonly Counts[]): Counts =>
  all.reduce(
    (total, counts) => ({
      passed: total.passed + counts.passed,
      failed: total.failed + counts.failed,
      skipped: total.skipped + counts.skipped,
    }),
    NONE,
  );

/** Without a report, the runner did not get as far as writing one: that is a failure. */
export function countReport(file: string): Counts {
  if (!existsSync(file)) return { ...NONE, failed: 1 };
  return countJunit(readFileSync(file, 'utf8'));
}

/** Node's reporter and Playwright's differ in attributes, so what counts is the elements. */
export function countJunit(xml: string): Counts {
  const markup = xml
    .replaceAll(/<!--.*?-->/gs, '')
    .replaceAll(/<!\[CDATA\[.*?\]\]>/gs, '')
    .replaceAll(/"[^"]*"/g, '""');
  const cases = markup.match(/<testcase\b[^>]*\/>|<testcase\b.*?<\/testcase>/gs) ?? [];
  const failed = cases.filter((one) => /<(failure|error)\b/.test(one)).length;
  const skipped = cases.filter((one) => /<skipped\b/.test(one)).length;
  return { passed: cases.length - failed - skipped, failed, skipped };
}
