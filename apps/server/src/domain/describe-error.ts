/** What a log may say of an error; `code` is a system's or a driver's (`ECONNREFUSED`, SQLSTATE `23505`). */
export type DescribedError = {
  readonly type: string;
  readonly code?: string;
  readonly message: '';
  readonly stack: string;
};

const CODE = /^[A-Z0-9_]{1,40}$/;
const NAME = /^\w{1,60}$/;

/** Where it broke, never what was being handled: messages of drivers quote values, so there is none. */
export function describeError(error: unknown): DescribedError {
  const { name, stack = '' } = error instanceof Error ? error : new Error('not an error');
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: NAME.test(name) ? name : 'Error',
    ...(typeof code === 'string' && CODE.test(code) ? { code } : {}),
    message: '',
    stack: frames.join('\n'),
  };
}
