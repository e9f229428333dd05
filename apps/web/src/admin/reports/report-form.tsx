import { SIGN_IN_REASONS, SIGN_IN_REASON_NAMES } from '@proofup/contract/sign-in-reasons.ts';
import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type FilterName, REPORT_KINDS, type ReportName } from '#admin/reports/kinds.ts';
import { addedChoices, provedChoices } from '#admin/reports/record-methods.ts';
import { SelectField } from '#admin/select-field.tsx';
import type { Choices } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';

export type Asked = Call['readReport']['body'];

type Props = {
  readonly report: ReportName;
  /** What people go to, by name. */
  readonly applications: Choices;
  readonly busy: boolean;
  readonly onRun: (asked: Asked) => void;
};

export function ReportForm({ report, applications, busy, onRun }: Props) {
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const country = textOf(data, 'country').trim();
    const isWrong = country !== '' && !/^[a-z]{2}$/i.test(country);
    setWrong(isWrong);
    if (isWrong) focusFirst(event.currentTarget, ['country']);
    else onRun(askedIn(report, data));
  };
  return (
    <form className="panel filters" onSubmit={submit} noValidate>
      <div className="filter-row wide">
        <Field label={t('reports.from')} name="from" input={{ type: 'datetime-local' }} />
        <Field label={t('reports.to')} name="to" input={{ type: 'datetime-local' }} />
        <Field
          label={t('reports.login')}
          name="login"
          input={{ type: 'text', autoComplete: 'off', maxLength: 254, spellCheck: false }}
        />
        {REPORT_KINDS[report].filters.map((name) => (
          <div key={name}>{FILTERS[name]({ applications, wrong })}</div>
        ))}
      </div>
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {t('reports.run')}
        </Button>
      </div>
    </form>
  );
}

type Known = { readonly applications: Choices; readonly wrong: boolean };

const anyOf = (choices: Choices): Choices => [['', t('admin.any')], ...choices];

const FILTERS: Readonly<Record<FilterName, (known: Known) => ReactNode>> = {
  outcome: () => (
    <SelectField
      label={t('reports.outcome')}
      name="outcome"
      choices={anyOf([
        ['success', t('reports.outcome.success')],
        ['failure', t('reports.outcome.failure')],
      ])}
    />
  ),
  why: () => (
    <SelectField
      label={t('reports.why')}
      name="why"
      choices={anyOf(SIGN_IN_REASON_NAMES.map((name) => [name, SIGN_IN_REASONS[name].says]))}
    />
  ),
  proved: () => (
    <SelectField label={t('reports.method')} name="method" choices={anyOf(provedChoices())} />
  ),
  added: () => (
    <SelectField label={t('reports.method')} name="method" choices={anyOf(addedChoices())} />
  ),
  application: ({ applications }) => (
    <SelectField
      label={t('reports.application')}
      name="application"
      choices={anyOf(applications)}
    />
  ),
  country: ({ wrong }) => (
    <Field
      label={t('reports.country')}
      name="country"
      error={wrong ? t('reports.country.wrong') : undefined}
      input={{ type: 'text', autoComplete: 'off', maxLength: 2, placeholder: 'DE' }}
    />
  ),
};

const outcomeIn = (text: string) => (['success', 'failure'] as const).find((one) => one === text);
const whyIn = (text: string) => SIGN_IN_REASON_NAMES.find((one) => one === text);

/** What a field for a moment gives is in the reader's own zone. */
const momentIn = (text: string): string | undefined =>
  text === '' ? undefined : new Date(text).toISOString();

const filled = (text: string): string | undefined => (text === '' ? undefined : text);

function askedIn(report: ReportName, data: FormData): Asked {
  const asked = {
    login: filled(textOf(data, 'login').trim()),
    outcome: outcomeIn(textOf(data, 'outcome')),
    why: whyIn(textOf(data, 'why')),
    method: filled(textOf(data, 'method')),
    application: filled(textOf(data, 'application')),
    country: filled(textOf(data, 'country').trim().toUpperCase()),
    from: momentIn(textOf(data, 'from')),
    to: momentIn(textOf(data, 'to')),
  };
  return { report, ...asked };
}
