import type { Result } from '@proofup/contract/client.ts';
import type { VoiceView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import type { AdminClient } from '#admin/admin-client.ts';
import { base64Of } from '#admin/base64-of.ts';
import { MESSAGE_WORDS } from '#admin/people/voice-words.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

export type VoiceChange = 'words' | 'sound';

type Props = {
  readonly client: AdminClient;
  readonly what: VoiceChange;
  readonly message: VoiceView['messages'][number];
  readonly language: string;
  /** With everything as it is afterwards, if anything was changed. */
  readonly onClose: (changed: VoiceView | undefined) => void;
};

type Given = Pick<Props, 'client' | 'message' | 'language'> & {
  readonly data: FormData;
  readonly reason: string;
};

const CHANGES: Readonly<Record<VoiceChange, (given: Given) => Promise<Result<VoiceView>>>> = {
  words: ({ client, message: { message }, language, data, reason }) => {
    const words = textOf(data, 'words').trim();
    const body = { reason, language, ...(words === '' ? {} : { words }) };
    return client('setVoiceWords', { params: { message }, body });
  },
  sound: async ({ client, message: { message }, language, data, reason }) => {
    const file = data.get('file');
    const isFile = file instanceof File && file.size > 0;
    const sound = isFile ? { sound: await base64Of(file) } : {};
    return client('setVoiceSound', { params: { message }, body: { reason, language, ...sound } });
  },
};

export function VoiceDialog({ client, what, message, language, onClose }: Props) {
  const call = useCall();
  const title = MESSAGE_WORDS[message.message]();
  const submit = (data: FormData, reason: string): void =>
    void call.run(() => CHANGES[what]({ client, message, language, data, reason }), onClose);
  return (
    <Modal label={title} onClose={() => onClose(undefined)}>
      <Screen title={title}>
        <p>{t('voice.standard', { text: message.standard })}</p>
        <ReasonForm
          call={call}
          label={t('help.save')}
          onSubmit={submit}
          onCancel={() => onClose(undefined)}
        >
          {what === 'words' ? (
            <Field
              label={t('voice.words')}
              name="words"
              hint={t('voice.words.hint', { organisation: '{organisation}' })}
              input={{ type: 'text', maxLength: 400, defaultValue: message.words ?? '' }}
            />
          ) : (
            <Field
              label={t('voice.sound.file')}
              name="file"
              hint={t('voice.sound.file.hint')}
              input={{ type: 'file', accept: '.wav,.mp3,audio/wav,audio/mpeg' }}
            />
          )}
        </ReasonForm>
      </Screen>
    </Modal>
  );
}
