import { ALERT_KIND_NAMES, type AlertKind } from '@proofup/contract/alert-kinds.ts';
import type { AlertTargetView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ALERT_CHOICES } from '#admin/alerts/alert-words.ts';
import { CheckBoxes } from '#admin/check-boxes.tsx';
import { Button } from '#kit/button.tsx';
import { ChoiceGroup } from '#kit/choice.tsx';
import { Field, FieldError } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';

export type Given = {
  readonly name: string;
  readonly kind: AlertTargetView['kind'];
  readonly address: string;
  readonly alerts: AlertKind[];
};

type Props = {
  /** Absent: a new one. */
  readonly target: AlertTargetView | undefined;
  readonly busy: boolean;
  readonly onSave: (given: Given) => void;
  readonly onCancel: () => void;
  readonly children: ReactNode;
};

type Wrong = Readonly<Record<'name' | 'address' | 'alerts', boolean>>;

const RIGHT: Wrong = { name: false, address: false, alerts: false };

export function TargetForm({ target, busy, onSave, onCancel, children }: Props) {
  const [wrong, setWrong] = useState(RIGHT);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const given = givenIn(new FormData(event.currentTarget));
    const next = {
      name: given.name === '',
      address: target === undefined && !isAddress(given),
      alerts: given.alerts.length === 0,
    };
    setWrong(next);
    const missing = Object.entries(next).flatMap(([name, isWrong]) => (isWrong ? [name] : []));
    if (missing.length > 0) focusFirst(event.currentTarget, missing);
    else onSave(given);
  };
  return (
    <form onSubmit={submit} noValidate>
      {target === undefined ? <Address isWrong={wrong.address} /> : null}
      <Field
        label={t('alerts.name')}
        name="name"
        hint={t('alerts.name.hint')}
        error={wrong.name ? t('alerts.name.empty') : undefined}
        input={{ type: 'text', maxLength: 64, autoComplete: 'off', defaultValue: target?.name }}
      />
      <CheckBoxes
        legend={t('alerts.which')}
        name="alerts"
        choices={ALERT_CHOICES}
        chosen={target?.alerts ?? ALERT_KIND_NAMES}
      />
      <FieldError id="alerts-error" text={wrong.alerts ? t('alerts.which.empty') : undefined} />
      {children}
      <div className="actions">
        <Button type="submit" look="primary" busy={busy}>
          {target === undefined ? t('alerts.add') : t('help.save')}
        </Button>
        <Button onPress={onCancel}>{t('action.cancel')}</Button>
      </div>
    </form>
  );
}

const ADDRESSES = {
  mail: {
    label: () => t('alerts.address.mail'),
    wrong: () => t('alerts.address.mail.wrong'),
    pattern: /^[^\s@,]+@[^\s@,]+$/,
    type: 'email',
  },
  webhook: {
    label: () => t('alerts.address.webhook'),
    wrong: () => t('alerts.address.webhook.wrong'),
    pattern: /^https?:\/\/\S+$/i,
    type: 'url',
  },
} as const;

const isAddress = ({ kind, address }: Given): boolean => ADDRESSES[kind].pattern.test(address);

function givenIn(data: FormData): Given {
  return {
    name: textOf(data, 'name').trim(),
    kind: textOf(data, 'kind') === 'webhook' ? 'webhook' : 'mail',
    address: textOf(data, 'address').trim(),
    alerts: ALERT_KIND_NAMES.filter((name) => data.getAll('alerts').includes(name)),
  };
}

/** How somebody is told, and where. */
function Address({ isWrong }: { readonly isWrong: boolean }) {
  const [kind, setKind] = useState<Given['kind']>('mail');
  const { label, wrong, type } = ADDRESSES[kind];
  return (
    <>
      <ChoiceGroup
        legend={t('alerts.kind')}
        name="kind"
        chosen={kind}
        onChoose={setKind}
        choices={[
          { value: 'mail', label: t('alerts.kind.mail') },
          { value: 'webhook', label: t('alerts.kind.webhook'), hint: t('alerts.webhook.hint') },
        ]}
      />
      <Field
        key={kind}
        label={label()}
        name="address"
        error={isWrong ? wrong() : undefined}
        input={{ type, maxLength: 2048, autoComplete: 'off', spellCheck: false }}
      />
    </>
  );
}
