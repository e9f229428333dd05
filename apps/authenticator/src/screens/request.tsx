import type { DeviceRequestView } from '@proofup/contract/device-schemas.ts';
import { t } from '@proofup/ui/authenticator-text.ts';
import { type FormEvent, useState } from 'react';
import { type Answer, answer } from '#device/calls.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { codeOf, Problem } from '#kit/problem.tsx';
import { Screen } from '#kit/screen.tsx';
import { textOf } from '#kit/text-of.ts';
import { useSecondsLeft } from '#kit/use-seconds-left.ts';
import { NotMe } from '#screens/not-me.tsx';
import type { Pressed } from '#worker/on-press.ts';

type Props = {
  readonly account: DeviceAccount;
  readonly request: DeviceRequestView;
  /** The notification that was pressed for it. */
  readonly pressed: Pressed | undefined;
  /** Answered, or over: what there is to say of it. */
  readonly onDone: (said: string) => void;
};

const SAID = {
  approve: () => t('request.approved'),
  deny: () => t('request.denied'),
  report: () => t('request.reported'),
} as const;

/** Who asks, from where; and the number, which only whoever sees the other screen knows. */
export function Request({ account, request, pressed, onDone }: Props) {
  const [busy, setBusy] = useState(false);
  const [isNotMe, setNotMe] = useState(pressed?.what === 'not-me');
  const [followed, setFollowed] = useState(pressed);
  if (followed !== pressed) {
    setFollowed(pressed);
    setNotMe(pressed?.what === 'not-me');
  }
  const [problem, setProblem] = useState<ReturnType<typeof codeOf>>();
  const left = useSecondsLeft(request.expiresAt);

  async function give(given: Answer): Promise<void> {
    setBusy(true);
    const outcome = await answer(account, request, given);
    setBusy(false);
    if (outcome.kind === 'ok') onDone(SAID[given.decision]());
    else if (outcome.kind === 'problem' && outcome.code === 'code_rejected')
      onDone(t('request.wrong-number'));
    else if (outcome.kind === 'problem' && outcome.code === 'challenge_over')
      onDone(t('request.over'));
    else setProblem(codeOf(outcome));
  }

  if (left === 0) return <Over onDone={onDone} />;
  if (isNotMe) {
    return (
      <NotMe
        {...{ busy, problem }}
        onAnswer={(given) => void give(given)}
        onBack={() => setNotMe(false)}
      />
    );
  }
  return (
    <Screen title={TITLES[request.purpose]()}>
      <Facts account={account} request={request} />
      <NumberForm
        {...{ busy, problem }}
        digits={request.digits}
        onNumber={(number) => void give({ decision: 'approve', number })}
        onNotMe={() => setNotMe(true)}
      />
      <p className="fine-print" role="timer">
        {t('request.left', { seconds: left })}
      </p>
    </Screen>
  );
}

const Over = ({ onDone }: Pick<Props, 'onDone'>) => (
  <Screen title={t('request.over.title')}>
    <p>{t('request.over')}</p>
    <Button look="primary" onPress={() => onDone(t('request.over'))}>
      {t('action.close')}
    </Button>
  </Screen>
);

type FormProps = {
  readonly digits: number;
  readonly busy: boolean;
  readonly problem: ReturnType<typeof codeOf>;
  readonly onNumber: (number: string) => void;
  readonly onNotMe: () => void;
};

function NumberForm({ digits, busy, problem, onNumber, onNotMe }: FormProps) {
  const [missing, setMissing] = useState(false);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    const number = textOf(event.currentTarget, 'number');
    setMissing(number.length !== digits);
    if (number.length === digits) onNumber(number);
  }

  return (
    <form onSubmit={submit} noValidate>
      <Field
        label={t('request.number')}
        hint={t('request.number.hint')}
        input={{
          name: 'number',
          inputMode: 'numeric',
          autoComplete: 'off',
          maxLength: digits,
          pattern: '[0-9]*',
          className: 'number',
        }}
      />
      {missing ? (
        <p className="field-error" role="alert">
          {t('request.number.missing', { digits })}
        </p>
      ) : null}
      <Problem code={problem} />
      <Button type="submit" look="primary" busy={busy}>
        {t('request.approve')}
      </Button>
      <Button look="danger" onPress={onNotMe}>
        {t('request.not-me')}
      </Button>
    </form>
  );
}

const TITLES: Readonly<Record<DeviceRequestView['purpose'], () => string>> = {
  'sign-in': () => t('request.sign-in'),
  'relying-party': () => t('request.sign-in'),
  'step-up': () => t('request.step-up'),
  test: () => t('request.test'),
};

function Facts({ account, request }: Pick<Props, 'account' | 'request'>) {
  const { country, address } = request.place;
  const facts = [
    [t('fact.who'), request.relyingParty],
    [t('fact.account'), account.account],
    [t('fact.place'), country ?? address],
    [t('fact.browser'), request.browser],
    [t('fact.time'), new Date(request.createdAt).toLocaleTimeString()],
  ] as const;
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
