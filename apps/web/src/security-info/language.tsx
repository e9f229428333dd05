import type { Client } from '@proofup/contract/client.ts';
import type { OwnLanguageView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { textOf } from '#kit/forms.ts';
import { languageName } from '#kit/language-name.ts';
import { useCall } from '#kit/use-call.ts';
import { useOnce } from '#kit/use-once.ts';
import { Section } from '#security-info/section.tsx';

type Props = { readonly client: Client; readonly onSaid: (message: string) => void };

/** What calls are spoken in: shown only where the organisation has words in more than one language. */
export function Language({ client, onSaid }: Props) {
  const [own, setOwn] = useState<OwnLanguageView>();
  const call = useCall();
  const id = useId();
  useOnce(() => void call.run(() => client('getLanguage', {}), setOwn));
  if (own === undefined || own.offered.length < 2) return null;
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const language = textOf(new FormData(event.currentTarget), 'language');
    const body = language === '' ? {} : { language };
    void call.run(
      () => client('setLanguage', { body }),
      (next) => {
        setOwn(next);
        onSaid(t('language.saved'));
      },
    );
  };
  const { offered, language = '' } = own;
  const [usual = ''] = offered;
  const listed = language === '' || offered.includes(language) ? offered : [...offered, language];
  return (
    <Section id="language" title={t('language.title')} lead={t('language.lead')}>
      <form className="preferred" onSubmit={submit}>
        <div className="preferred-fields">
          <div className="field">
            <label htmlFor={id}>{t('language.label')}</label>
            <select id={id} name="language" defaultValue={language}>
              <option value="">{t('language.usual', { language: languageName(usual) })}</option>
              {listed.map((one) => (
                <option key={one} value={one} lang={one}>
                  {languageName(one, one)}
                </option>
              ))}
            </select>
          </div>
        </div>
        <FailureNotice call={call} />
        <Button type="submit" busy={call.busy}>
          {t('language.save')}
        </Button>
      </form>
    </Section>
  );
}
