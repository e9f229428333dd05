import { t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { Button } from '#kit/button.tsx';

type Props = { readonly text: string; readonly label: string };

export function CopyButton({ text, label }: Props) {
  const [said, setSaid] = useState('');

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t('copy.done'));
    } catch {
      // Browsers withhold the clipboard from pages that are not secure, and people may refuse it.
      setSaid(t('copy.failed'));
    }
  }

  return (
    <span className="copy">
      <Button onPress={() => void copy()}>{label}</Button>
      <span role="status">{said}</span>
    </span>
  );
}
