import { t } from '@proofup/ui/admin-text.ts';
import type { Done } from '#admin/actions.ts';
import { Button } from '#kit/button.tsx';
import { CopyButton } from '#kit/copy-button.tsx';
import { localTime } from '#kit/dates.ts';

type Props = {
  readonly secret: string;
  readonly expiresAt: string | undefined;
  readonly onClose: () => void;
};

/** What an act shows once: a pass or a password. */
export const secretOf = ({ pass, password, expiresAt }: Done) => ({
  secret: pass ?? password ?? '',
  expiresAt,
});

/** What is nowhere to be seen again. */
export function Secret({ secret, expiresAt, onClose }: Props) {
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
