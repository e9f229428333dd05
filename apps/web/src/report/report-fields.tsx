import { t } from '@proofup/ui/account-text.ts';
import { Field, FieldError, FieldHint, useFieldIds } from '#kit/field.tsx';
import type { ReportField } from '#report/report.ts';

type Props = { readonly correlationId: string; readonly wrong: readonly ReportField[] };

export function ReportFields({ correlationId, wrong }: Props) {
  const errorOf = (name: ReportField, text: string) => (wrong.includes(name) ? text : undefined);
  return (
    <>
      <Message error={errorOf('message', t('report.message.empty'))} />
      <Field
        label={t('report.correlation-id')}
        name="correlationId"
        hint={t('report.correlation-id.hint')}
        error={errorOf('correlationId', t('report.correlation-id.wrong'))}
        input={{
          type: 'text',
          autoComplete: 'off',
          maxLength: 36,
          spellCheck: false,
          defaultValue: correlationId,
        }}
      />
      <Field
        label={t('report.contact')}
        name="contact"
        hint={t('report.contact.hint')}
        input={{ type: 'text', autoComplete: 'email', maxLength: 254 }}
      />
    </>
  );
}

function Message({ error }: { readonly error: string | undefined }) {
  const hint = t('report.message.hint');
  const ids = useFieldIds({ hint, error });
  return (
    <div className="field">
      <label htmlFor={ids.input}>{t('report.message')}</label>
      <FieldHint id={ids.hint} text={hint} />
      <FieldError id={ids.error} text={error} />
      <div className="field-row">
        <textarea
          id={ids.input}
          name="message"
          rows={6}
          maxLength={2000}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={ids.describedBy}
        />
      </div>
    </div>
  );
}
