import type { SecurityInfoView } from '@proofup/contract/schemas.ts';
import { VOICE_MESSAGES } from '@proofup/contract/voice-messages.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { MESSAGE_WORDS } from '#admin/people/voice-words.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { SelectField } from '#admin/select-field.tsx';
import { type Choices, choicesOf } from '#admin/words.ts';
import { textOf } from '#kit/forms.ts';
import { Link } from '#kit/link.tsx';
import { Said } from '#kit/said.tsx';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';

type Props = { readonly client: AdminClient };

/** Each a way and the method: `text 018f…`. */
const waysOf = ({ methods }: SecurityInfoView): Choices =>
  methods
    .filter(({ kind, state }) => kind === 'phone' && state === 'active')
    .flatMap(({ id, slot, masked: number = '' }) => [
      [`call ${id}`, t('voice.test.call', { number })] as const,
      ...(slot === 'office' ? [] : [[`text ${id}`, t('voice.test.text', { number })] as const]),
    ]);

/** Hears for themselves what people hear: at numbers of their own alone. */
export function VoiceTest({ client }: Props) {
  const [ways, setWays] = useState<Choices>();
  const [said, setSaid] = useState({ text: '' });
  const reading = useCall();
  const call = useCall();
  useOnce(
    () =>
      void reading.run(
        () => client('getSecurityInfo', {}),
        (info) => setWays(waysOf(info)),
      ),
  );
  const send = (data: FormData, reason: string): void => {
    const [via = '', methodId = ''] = textOf(data, 'way').split(' ');
    const message = VOICE_MESSAGES.find((one) => one === textOf(data, 'message'));
    const body = {
      reason,
      via: via === 'text' ? ('text' as const) : ('call' as const),
      methodId,
      ...(message === undefined ? {} : { message }),
    };
    void call.run(
      () => client('sendTest', { body }),
      () => setSaid({ text: t('voice.test.sent') }),
    );
  };
  if (ways === undefined) return null;
  return (
    <>
      <h2>{t('voice.test')}</h2>
      <p>{t('voice.test.text-about')}</p>
      <Said said={said} />
      {ways.length === 0 ? (
        <p>
          <Link to="/security-info">{t('voice.test.no-phone')}</Link>
        </p>
      ) : (
        <div className="panel brand-part">
          <ReasonForm call={call} label={t('voice.test.send')} onSubmit={send}>
            <SelectField label={t('voice.test.way')} name="way" choices={ways} />
            <SelectField
              label={t('voice.test.message')}
              name="message"
              choices={choicesOf(MESSAGE_WORDS)}
              initial="approve.greeting"
            />
          </ReasonForm>
        </div>
      )}
    </>
  );
}
