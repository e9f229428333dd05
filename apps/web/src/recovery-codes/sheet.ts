import { t } from '@proofup/ui/later-text.ts';

type Sheet = {
  readonly heading: string;
  /** Label and value: whose they are, and since when. */
  readonly facts: readonly (readonly [string, string])[];
  readonly codes: readonly string[];
};

/** The same sheet for the clipboard and the file: what it is, the numbered codes, how to use them. */
export function sheetText({ heading, facts, codes }: Sheet): string {
  const lines = facts.map(([label, value]) => `${label}: ${value}`);
  const numbered = codes.map((code, index) => `${String(index + 1).padStart(2)}. ${code}`);
  return [heading, ...lines, '', ...numbered, '', t('recovery.sheet.how'), ''].join('\n');
}

export function download(name: string, text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain;charset=utf-8' }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
