import { inspect } from 'node:util';
import type { TestEvent } from 'node:test/reporters';

type Result = Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>['data'];

/**
 * A line for each outermost suite or test, all about what failed or was skipped, and what the code
 * under test printed.
 */
export default async function* terse(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  const teller = makeTeller();
  for await (const event of events) yield tell(teller, event);
  yield teller.ending();
}

type Teller = ReturnType<typeof makeTeller>;

function tell(teller: Teller, { type, data }: TestEvent): string {
  if (type === 'test:start') return teller.started(data.nesting, data.name);
  if (type === 'test:pass') return teller.passed(data);
  if (type === 'test:fail') return teller.failed(data);
  if (type === 'test:diagnostic') return describeLateError(data.message);
  return type === 'test:stdout' || type === 'test:stderr' ? data.message : '';
}

/** Node names a test without its suites, so the path to it is kept here. */
function makeTeller() {
  const path: string[] = [];
  const failures: string[] = [];
  let passes = 0;

  const nameOf = ({ nesting, name }: Result): string =>
    [...path.slice(0, nesting), name].join(' › ');

  function closing(mark: string, result: Result): string {
    if (result.nesting > 0) return '';
    const line = `${mark} ${result.name} ${summary(passes, result)}\n`;
    passes = 0;
    return line;
  }

  return {
    started(nesting: number, name: string): string {
      path.splice(nesting, Infinity, name);
      return '';
    },
    passed(result: Result): string {
      if (ranAsTest(result)) passes += 1;
      return describeSkip(nameOf(result), result) + closing('✔', result);
    },
    failed(result: Result): string {
      const failure = describeFailure(nameOf(result), result);
      if (failure !== '') failures.push(failure);
      return failure + closing('✖', result);
    },
    ending: (): string =>
      failures.length > 1 ? `\nAll failures again:\n${failures.join('')}` : '',
  };
}

const ranAsTest = ({ details, skip, todo }: Result): boolean =>
  details.type !== 'suite' && skip === undefined && todo === undefined;

const summary = (passed: number, { details }: Result): string =>
  `(${passed} passed, ${Math.round(details.duration_ms)} ms)`;

function describeSkip(name: string, { skip, todo }: Result): string {
  const mark = skip ?? todo;
  if (mark === undefined || mark === false) return '';
  return `SKIPPED ${name}${mark === true ? '' : ` (${mark})`}\n`;
}

/** A suite that failed only because a test in it did has nothing to add. */
function describeFailure(name: string, { details, file, line }: Result): string {
  const error = 'error' in details ? details.error : undefined;
  if (error !== undefined && Reflect.get(error, 'failureType') === 'subtestsFailed') return '';
  const cause = error?.cause ?? error;
  const indented = inspect(cause, { depth: 6 }).replaceAll('\n', '\n    ');
  return `FAILED ${name}\n    ${file ?? ''}:${line ?? ''}\n    ${indented}\n`;
}

/** An error that came when its test was over is only a remark to Node, and fails nothing. */
const describeLateError = (remark: string): string =>
  remark.includes('asynchronous activity') ? `WARNING ${remark}\n` : '';
