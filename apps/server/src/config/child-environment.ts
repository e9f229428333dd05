/** For a child process: what any program needs, none of our own settings, and what it is to be told. */
export const childEnvironment = (
  told: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Record<string, string | undefined> => ({
  ...Object.fromEntries(
    Object.entries(environment).filter(([name]) => !name.startsWith('PROOFUP_')),
  ),
  ...told,
});
