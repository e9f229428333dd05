import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useId, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { PasskeysField, RegistrationField } from '#admin/help/extras.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field, FieldError } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Body = Call['manageSeveral']['body'];
type Results = Call['manageSeveral']['response']['results'];
type Wrong = Partial<Record<'logins' | 'settings' | 'reason' | 'verified', boolean>>;

const MOST = 100;

const WORDS: Readonly<Record<Results[number]['result'], () => string>> = {
  done: () => t('several.done'),
  not_found: () => t('several.not_found'),
  own_account: () => t('several.own_account'),
  out_of_reach: () => t('several.out_of_reach'),
  approval_required: () => t('several.approval_required'),
  caller_not_verified: () => t('several.caller_not_verified'),
};

/** "Manage user settings" of several people at once. */
export function SeveralScreen({ client }: AdminProps) {
  const call = useCall();
  const [wrong, setWrong] = useState<Wrong>({});
  const [results, setResults] = useState<Results>([]);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const { body, wrong: found } = readForm(new FormData(event.currentTarget));
    setWrong(found);
    if (Object.values(found).some(Boolean)) return;
    setResults([]);
    void call.run(
      () => client('manageSeveral', { body }),
      (done) => setResults(done.results),
    );
  };
  return (
    <Screen title={t('several.title')}>
      <p>{t('several.lead')}</p>
      <form className="panel" onSubmit={submit} noValidate>
        <Logins wrong={wrong.logins === true} />
        <Settings wrong={wrong.settings === true} />
        <Line
          name="verified"
          label={t('help.verified')}
          hint={t('help.verified.hint')}
          error={wrong.verified === true ? t('help.verified.empty') : undefined}
        />
        <Line
          name="reason"
          label={t('help.reason')}
          hint={t('help.reason.hint')}
          error={wrong.reason === true ? t('help.reason.empty') : undefined}
        />
        <FailureNotice call={call} />
        <div className="actions">
          <Button type="submit" look="danger" busy={call.busy}>
            {t('several.run')}
          </Button>
        </div>
      </form>
      <ResultList results={results} />
    </Screen>
  );
}

type LineProps = {
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string | undefined;
};

const Line = (line: LineProps) => (
  <Field {...line} input={{ type: 'text', maxLength: 200, autoComplete: 'off' }} />
);

function Logins({ wrong }: { readonly wrong: boolean }) {
  const id = useId();
  const error = `${id}-error`;
  return (
    <div className="field">
      <label htmlFor={id}>{t('several.logins')}</label>
      <FieldError id={error} text={wrong ? t('several.logins.empty') : undefined} />
      <textarea
        id={id}
        name="logins"
        rows={6}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={wrong || undefined}
        aria-describedby={wrong ? error : undefined}
      />
    </div>
  );
}

function Settings({ wrong }: { readonly wrong: boolean }) {
  const [again, setAgain] = useState(false);
  return (
    <fieldset>
      <legend>{t('several.settings')}</legend>
      <FieldError id="several-settings" text={wrong ? t('several.settings.empty') : undefined} />
      <label className="check">
        <input
          type="checkbox"
          name="provideAgain"
          onChange={(event) => setAgain(event.currentTarget.checked)}
        />
        {t('help.clear')}
      </label>
      {again ? (
        <>
          <RegistrationField />
          <PasskeysField />
        </>
      ) : null}
      <label className="check">
        <input type="checkbox" name="deleteAppPasswords" />
        {t('help.app-passwords')}
      </label>
      <label className="check">
        <input type="checkbox" name="restoreRemembered" />
        {t('help.browsers')}
      </label>
    </fieldset>
  );
}

function ResultList({ results }: { readonly results: Results }) {
  if (results.length === 0) return null;
  return (
    <section className="panel" aria-labelledby="several-results">
      <h2 id="several-results">{t('several.results')}</h2>
      <div role="status">
        <ul className="rows">
          {results.map(({ login, result }) => (
            <li key={login} className="row">
              <div className="row-text">
                <h3 className="row-title">{login}</h3>
                <p className={result === 'done' ? 'row-value' : 'row-off'}>{WORDS[result]()}</p>
              </div>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function readForm(data: FormData): { readonly body: Body; readonly wrong: Wrong } {
  const lines = textOf(data, 'logins').split('\n');
  const logins = [...new Set(lines.map((line) => line.trim()).filter((line) => line !== ''))];
  const [again, passwords, browsers] = [
    data.has('provideAgain'),
    data.has('deleteAppPasswords'),
    data.has('restoreRemembered'),
  ];
  const reason = textOf(data, 'reason').trim();
  const callerVerifiedBy = textOf(data, 'verified').trim();
  return {
    body: {
      reason,
      logins,
      ...(callerVerifiedBy === '' ? {} : { callerVerifiedBy }),
      ...(again && {
        provideAgain: {
          registration: textOf(data, 'registration') === 'password' ? 'password' : 'pass',
          passkeys: textOf(data, 'passkeys') === 'remove',
        },
      }),
      deleteAppPasswords: passwords,
      restoreRemembered: browsers,
    },
    wrong: {
      logins: logins.length === 0 || logins.length > MOST,
      settings: !again && !passwords && !browsers,
      reason: reason.length < 3,
      verified: again && callerVerifiedBy.length < 3,
    },
  };
}
