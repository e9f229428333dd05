import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { Secret } from '#admin/help/secret.tsx';
import type { AdminProps } from '#admin/admin-page.tsx';
import { CopiedFacts } from '#admin/connect/copied-facts.tsx';
import { ReasonForm } from '#admin/reason-form.tsx';
import { STRENGTH_WORDS } from '#admin/connect/strength-words.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf } from '#admin/words.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Made = Call['createApplication']['response'];

type Props = Pick<AdminProps, 'client'> & {
  readonly onMade: (made: Made) => void;
  readonly onClose: () => void;
};

const pick = <const Value extends string>(
  values: readonly [Value, ...Value[]],
  data: FormData,
  name: string,
): Value => values.find((one) => one === textOf(data, name)) ?? values[0];

function wantedIn(data: FormData, reason: string): Call['createApplication']['body'] {
  const startUrl = textOf(data, 'start').trim();
  return {
    name: textOf(data, 'name').trim(),
    redirectUris: textOf(data, 'redirects').split(/\s+/).filter(Boolean),
    strength: pick(['two-step', 'one-step', 'phishing-resistant'], data, 'strength'),
    consent: pick(['none', 'ask'], data, 'consent'),
    authentication: pick(['client_secret_basic', 'none'], data, 'secret'),
    refresh: true,
    groups: textOf(data, 'groups') === 'yes',
    ...(startUrl === '' ? {} : { startUrl }),
    reason,
  };
}

export function RegisterDialog({ client, onMade, onClose }: Props) {
  const call = useCall();
  const title = t('apps.create');
  const send = (data: FormData, reason: string): void => {
    const body = wantedIn(data, reason);
    void call.run(() => client('createApplication', { body }), onMade);
  };
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        <ReasonForm call={call} label={title} onSubmit={send} onCancel={onClose}>
          <Field
            label={t('apps.name')}
            name="name"
            hint={t('apps.name.hint')}
            input={{ type: 'text', maxLength: 64, autoComplete: 'off', required: true }}
          />
          <Field
            label={t('apps.redirects')}
            name="redirects"
            hint={t('apps.redirects.hint')}
            input={{
              type: 'text',
              maxLength: 4096,
              autoComplete: 'off',
              spellCheck: false,
              required: true,
            }}
          />
          <Field
            label={t('apps.start')}
            name="start"
            hint={t('apps.start.hint')}
            input={{ type: 'url', maxLength: 2048, autoComplete: 'off', spellCheck: false }}
          />
          <Choices />
        </ReasonForm>
      </Screen>
    </Modal>
  );
}

/** What is decided about it, each with the usual answer. */
const Choices = () => (
  <>
    <SelectField
      label={t('apps.strength')}
      name="strength"
      choices={choicesOf(STRENGTH_WORDS)}
      initial="two-step"
    />
    <SelectField
      label={t('apps.consent')}
      name="consent"
      choices={[
        ['none', t('apps.consent.none')],
        ['ask', t('apps.consent.ask')],
      ]}
      initial="none"
    />
    <SelectField
      label={t('apps.groups')}
      name="groups"
      choices={[
        ['no', t('apps.groups.no')],
        ['yes', t('apps.groups.yes')],
      ]}
      initial="no"
    />
    <SelectField
      label={t('apps.secret')}
      name="secret"
      choices={[
        ['client_secret_basic', t('apps.secret.basic')],
        ['none', t('apps.secret.none')],
      ]}
      initial="client_secret_basic"
    />
  </>
);

type MadeProps = { readonly made: Made; readonly onClose: () => void };

/** What the application is told; its secret this once. */
export const MadeApplication = ({ made: { clientId, secret }, onClose }: MadeProps) => (
  <>
    <CopiedFacts facts={[[t('apps.client'), clientId]]} />
    {secret === undefined ? (
      <Button look="primary" onPress={onClose}>
        {t('help.close')}
      </Button>
    ) : (
      <Secret secret={secret} expiresAt={undefined} onClose={onClose} />
    )}
  </>
);
