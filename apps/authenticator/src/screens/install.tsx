import { t } from '@proofup/ui/authenticator-text.ts';

const isInstalled = (): boolean => matchMedia('(display-mode: standalone)').matches;

function howTo(userAgent: string): string {
  if (/iPhone|iPad/.test(userAgent)) return t('install.ios');
  return /Android/.test(userAgent) ? t('install.android') : t('install.other');
}

/** Not before there is a reason to keep it: a few words, and nothing that covers the page. */
export function Install() {
  if (isInstalled()) return null;
  return (
    <details className="install">
      <summary>{t('install.title')}</summary>
      <p>{howTo(navigator.userAgent)}</p>
    </details>
  );
}
