import type { Call, MessageRowView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { csvOf, save } from '#admin/csv.ts';
import { countryName } from '#admin/reports/country-name.ts';
import { DeliveryChart } from '#admin/reports/delivery-chart.tsx';
import { KIND_WORDS, MessageTable } from '#admin/reports/message-table.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Found = Call['readMessages']['response'];

type Wanted = { readonly provider: string; readonly kind: string; readonly country: string };

const ALL: Wanted = { provider: '', kind: '', country: '' };
const DAY_MS = 24 * 60 * 60_000;

/** How texts and calls fared: how many, how many arrived, and what they cost. */
export function MessagesScreen({ client }: AdminProps) {
  const [found, setFound] = useState<Found>();
  const [wanted, setWanted] = useState(ALL);
  const call = useCall();
  const find = (data?: FormData): void => {
    const [from, to] = [dayIn(data, 'from', 0), dayIn(data, 'to', DAY_MS)];
    setWanted({
      provider: data === undefined ? '' : textOf(data, 'provider'),
      kind: data === undefined ? '' : textOf(data, 'kind'),
      country: data === undefined ? '' : textOf(data, 'country'),
    });
    void call.run(() => client('readMessages', { body: { from, to } }), setFound);
  };
  useOnce(() => find());
  const rows = (found?.rows ?? []).filter(
    ({ provider, kind, country }) =>
      [provider, ''].includes(wanted.provider) &&
      [kind, ''].includes(wanted.kind) &&
      [country, ''].includes(wanted.country),
  );
  return (
    <Screen title={t('messages.title')}>
      <p className="lead">{t('messages.lead')}</p>
      <MessageForm rows={found?.rows ?? []} busy={call.busy} onRun={find} />
      <FailureNotice call={call} />
      {found === undefined && call.failure === undefined ? <Loading /> : null}
      {found === undefined ? null : <Shown rows={rows} currency={found.currency} />}
    </Screen>
  );
}

/** Whole days are counted by UTC. */
function dayIn(data: FormData | undefined, name: string, add: number): string | undefined {
  const typed = data === undefined ? '' : textOf(data, name);
  return typed === '' ? undefined : new Date(Date.parse(`${typed}T00:00:00Z`) + add).toISOString();
}

type FormProps = {
  readonly rows: readonly MessageRowView[];
  readonly busy: boolean;
  readonly onRun: (data: FormData) => void;
};

function MessageForm({ rows, busy, onRun }: FormProps) {
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onRun(new FormData(event.currentTarget));
  };
  const any = ['', t('admin.any')] as const;
  const providers = [...new Set(rows.map(({ provider }) => provider))].toSorted();
  const countries = [...new Set(rows.map(({ country }) => country))].toSorted();
  return (
    <form className="panel filters" onSubmit={submit} noValidate>
      <div className="filter-row">
        <Field label={t('messages.from')} name="from" input={{ type: 'date' }} />
        <Field label={t('messages.to')} name="to" input={{ type: 'date' }} />
        <SelectField
          label={t('messages.provider')}
          name="provider"
          choices={[any, ...providers.map((one) => [one, one] as const)]}
        />
        <SelectField
          label={t('messages.kind')}
          name="kind"
          choices={[any, ['text', KIND_WORDS.text()], ['call', KIND_WORDS.call()]]}
        />
        <SelectField
          label={t('messages.country')}
          name="country"
          choices={[any, ...countries.map((one) => [one, countryName(one)] as const)]}
        />
      </div>
      <div>
        <Button type="submit" look="primary" busy={busy}>
          {t('reports.run')}
        </Button>
      </div>
    </form>
  );
}

const COLUMNS = ['provider', 'kind', 'country', 'sent', 'delivered', 'failed', 'cost', 'currency'];

type ShownProps = { readonly rows: readonly MessageRowView[]; readonly currency: string };

function Shown({ rows, currency }: ShownProps) {
  if (rows.length === 0) return <p role="status">{t('messages.none')}</p>;
  const saveAll = () =>
    save('proofup-messages.csv', [
      csvOf([
        COLUMNS,
        ...rows.map(({ provider, kind, country, sent, delivered, failed, cost }) => [
          provider,
          kind,
          country,
          ...[sent, delivered, failed, cost ?? ''].map(String),
          currency,
        ]),
      ]),
    ]);
  return (
    <>
      <DeliveryChart rows={rows} />
      <MessageTable rows={rows} currency={currency} />
      <div className="export">
        <Button onPress={saveAll}>{t('reports.export')}</Button>
      </div>
    </>
  );
}
