import { t } from '@proofup/ui/admin-text.ts';
import type { Done } from '#admin/actions.ts';
import { Button } from '#kit/button.tsx';
import { CopyButton } from '#kit/copy-button.tsx';
import { localTime } from '#kit/dates.ts';

type Props = { readonly done: Done; readonly onClose: () => void };

/** A pass or a password, which is nowhere to be seen again. */
export function Secret({ done: { pass, password, expiresAt }, onClose }: Props) {
  const secret = pass ?? password ?? '';
  return (
    <>
      <p>{t('help.once')}</p>
      <p>
        <code className="secret">{secret}</code>
      </p>
      {expiresAt === undefined ? null : <p>{t('help.until', { when: localTime(expiresAt) })}</p>}
      <div className="actions">
        <CopyButton text={secret} label={t('help.copy')} />
        <Button look="primary" onPress={onClose}>
          {t('help.close')}
        </Button>
      </div>
    </>
  );
}
