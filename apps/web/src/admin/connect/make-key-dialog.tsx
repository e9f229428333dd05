import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import { Secret } from '#admin/help/secret.tsx';
import type { AdminProps } from '#admin/admin-page.tsx';
import { NumberField } from '#admin/number-field.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { SCOPE_WORDS, SCOPES } from '#admin/connect/scope-words.ts';
import { Field, FieldError } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props = Pick<AdminProps, 'client'> & { readonly onClose: () => void };

export function MakeKeyDialog({ client, onClose }: Props) {
  const [made, setMade] = useState<{ readonly key: string; readonly expiresAt: string }>();
  const [unscoped, setUnscoped] = useState(false);
  const call = useCall();
  const title = t('keys.create');
  const send = (data: FormData, reason: string): void => {
    const scopes = SCOPES.filter((scope) => data.getAll('scopes').includes(scope));
    setUnscoped(scopes.length === 0);
    if (scopes.length === 0) return;
    const body = {
      name: textOf(data, 'name').trim(),
      scopes,
      days: Number(textOf(data, 'days')),
      callsPerMinute: Number(textOf(data, 'calls')),
      returnUrls: textOf(data, 'returns').split(/\s+/).filter(Boolean),
      reason,
    };
    void call.run(
      () => client('createApiKey', { body }),
      ({ key, apiKey }) => setMade({ key, expiresAt: apiKey.expiresAt }),
    );
  };
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        {made === undefined ? (
          <ReasonForm call={call} label={title} onSubmit={send} onCancel={onClose}>
            <Field
              label={t('keys.name')}
              name="name"
              hint={t('keys.name.hint')}
              input={{
                type: 'text',
                maxLength: 64,
                autoComplete: 'off',
                spellCheck: false,
                required: true,
                pattern: '[a-z0-9\\-]+',
              }}
            />
            <Scopes wrong={unscoped} />
            <NumberField label={t('keys.days')} name="days" range={[1, 365]} value={90} />
            <NumberField label={t('keys.calls')} name="calls" range={[1, 6000]} value={600} />
            <Field
              label={t('keys.returns')}
              name="returns"
              hint={t('keys.returns.hint')}
              input={{ type: 'text', maxLength: 4096, autoComplete: 'off', spellCheck: false }}
            />
          </ReasonForm>
        ) : (
          <Secret secret={made.key} expiresAt={made.expiresAt} onClose={onClose} />
        )}
      </Screen>
    </Modal>
  );
}

const Scopes = ({ wrong }: { readonly wrong: boolean }) => (
  <fieldset className="choices">
    <legend>{t('keys.scopes')}</legend>
    <FieldError id="scopes-error" text={wrong ? t('keys.scopes.empty') : undefined} />
    {SCOPES.map((scope) => (
      <label key={scope} className="choice">
        <input type="checkbox" name="scopes" value={scope} />
        <span className="choice-label">{SCOPE_WORDS[scope]()}</span>
      </label>
    ))}
  </fieldset>
);
