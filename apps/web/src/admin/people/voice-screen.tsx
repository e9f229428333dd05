import type { VoiceView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminProps } from '#admin/admin-page.tsx';
import { may } from '#admin/may.ts';
import { VoiceDialog, type VoiceChange } from '#admin/people/voice-dialog.tsx';
import { VoiceTest } from '#admin/people/voice-test.tsx';
import { ShownLanguage } from '#admin/person/shown-language.tsx';
import { MESSAGE_WORDS } from '#admin/people/voice-words.ts';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Field } from '#kit/field.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Loading } from '#kit/loading.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Message = VoiceView['messages'][number];
type Chosen = { readonly what: VoiceChange; readonly message: Message };

export function VoiceScreen({ client, role }: AdminProps) {
  const [voice, setVoice] = useState<VoiceView>();
  const [chosen, setChosen] = useState<Chosen>();
  const call = useCall();
  useOnce(() => void call.run(() => client('getVoice', { query: {} }), setVoice));
  if (voice === undefined) {
    return call.failure === undefined ? <Loading /> : <FailureNotice call={call} />;
  }
  const mayChange = may(role, 'setVoice');
  const show = (language: string) =>
    void call.run(() => client('getVoice', { query: { language } }), setVoice);
  return (
    <Screen title={t('voice.title')}>
      <p>{t('voice.lead')}</p>
      {mayChange ? (
        <SettingsForm key={voice.language} {...{ client, voice }} onChanged={setVoice} />
      ) : null}
      {mayChange ? <VoiceTest client={client} /> : null}
      <h2>{t('voice.messages')}</h2>
      <ShownLanguage voice={voice} busy={call.busy} onShow={show} />
      <FailureNotice call={call} />
      <ul className="rows panel">
        {voice.messages.map((message) => (
          <MessageRow
            key={message.message}
            message={message}
            onAsk={mayChange ? (what) => setChosen({ what, message }) : undefined}
          />
        ))}
      </ul>
      {chosen === undefined ? null : (
        <VoiceDialog
          {...{ client, ...chosen }}
          language={voice.shown}
          onClose={(changed) => {
            setChosen(undefined);
            if (changed !== undefined) setVoice(changed);
          }}
        />
      )}
    </Screen>
  );
}

type RowProps = {
  readonly message: Message;
  readonly onAsk: ((what: VoiceChange) => void) | undefined;
};

function MessageRow({ message: { message, standard, words, sound }, onAsk }: RowProps) {
  const title = MESSAGE_WORDS[message]();
  return (
    <li className="row">
      <div className="row-text">
        <h3 className="row-title">{title}</h3>
        <p className="row-value">{t('voice.standard', { text: standard })}</p>
        {words === undefined ? null : <p>{t('voice.own', { text: words })}</p>}
        {sound === undefined ? null : <p>{t('voice.sound', { seconds: sound.seconds })}</p>}
      </div>
      {onAsk === undefined ? null : (
        <div className="action-list" role="group" aria-label={title}>
          <Button onPress={() => onAsk('words')}>{t('voice.words.change')}</Button>
          <Button onPress={() => onAsk('sound')}>{t('voice.sound.change')}</Button>
        </div>
      )}
    </li>
  );
}

type FormProps = Pick<AdminProps, 'client'> & {
  readonly voice: VoiceView;
  readonly onChanged: (voice: VoiceView) => void;
};

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;
const NUMBER = /^\+[1-9][0-9]{6,14}$/;

function SettingsForm({ client, voice, onChanged }: FormProps) {
  const [wrong, setWrong] = useState<readonly string[]>([]);
  const call = useCall();
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const language = textOf(data, 'language').trim();
    const callerId = textOf(data, 'callerId').replaceAll(/[\s()-]/g, '');
    const reason = textOf(data, 'reason').trim();
    const missing = [
      ...(LANGUAGE.test(language) ? [] : ['language']),
      ...(callerId === '' || NUMBER.test(callerId) ? [] : ['callerId']),
      ...(reason.length < 3 ? ['reason'] : []),
    ];
    setWrong(missing);
    if (missing.length > 0) return focusFirst(event.currentTarget, missing);
    const body = { reason, language, ...(callerId === '' ? {} : { callerId }) };
    void call.run(() => client('setVoice', { body }), onChanged);
  };
  const input = { type: 'text', autoComplete: 'off', spellCheck: false } as const;
  return (
    <form className="panel filters" onSubmit={submit} noValidate>
      <div className="filter-row">
        <Field
          label={t('voice.language')}
          name="language"
          hint={t('voice.language.hint')}
          error={wrong.includes('language') ? t('voice.language.wrong') : undefined}
          input={{ ...input, maxLength: 6, defaultValue: voice.language }}
        />
        <Field
          label={t('voice.caller')}
          name="callerId"
          hint={t('voice.caller.hint')}
          error={wrong.includes('callerId') ? t('voice.caller.wrong') : undefined}
          input={{ ...input, type: 'tel', maxLength: 24, defaultValue: voice.callerId ?? '' }}
        />
        <Field
          label={t('help.reason')}
          name="reason"
          hint={t('help.reason.hint')}
          error={wrong.includes('reason') ? t('help.reason.empty') : undefined}
          input={{ ...input, maxLength: 200 }}
        />
      </div>
      <FailureNotice call={call} />
      <Button type="submit" look="primary" busy={call.busy}>
        {t('voice.save')}
      </Button>
    </form>
  );
}
