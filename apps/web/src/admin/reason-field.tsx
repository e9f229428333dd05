import { t } from '@proofup/ui/admin-text.ts';
import { Field } from '#kit/field.tsx';

const SHORTEST = 3;

export const isReason = (text: string): boolean => text.length >= SHORTEST;

/** Why something is done, in a form that reads it as `reason`. */
export const ReasonField = ({ wrong = false }: { readonly wrong?: boolean }) => (
  <Field
    label={t('help.reason')}
    name="reason"
    hint={t('help.reason.hint')}
    error={wrong ? t('help.reason.empty') : undefined}
    input={{ type: 'text', maxLength: 200, autoComplete: 'off' }}
  />
);
