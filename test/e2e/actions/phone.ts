import type { Installation } from '../installation.ts';

/** The code of the next text to this number, after whatever came before. */
export async function codeFromText(
  { ask }: Installation,
  to: string,
  after = 0,
): Promise<{ readonly code: string; readonly sequence: number }> {
  const { body, sequence } = await ask('waitForText', to, { after });
  const code = /\b\d{6}\b/.exec(body)?.[0];
  if (code === undefined) throw new Error(`no code in: ${body}`);
  return { code, sequence };
}

export async function answerAndApprove({ ask }: Installation, to: string): Promise<void> {
  const { sid } = await ask('waitForCall', to);
  await ask('answer', sid);
  await ask('waitForSpoken', sid, 'press');
  await ask('press', sid, '#');
}

/** One that is certainly another. */
export const wrongCode = (right: string): string =>
  String((Number(right) + 1) % 1_000_000).padStart(6, '0');
