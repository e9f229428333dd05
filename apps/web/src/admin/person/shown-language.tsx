import type { VoiceView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/forms.ts';
import { languageName } from '#kit/language-name.ts';

type Props = {
  readonly voice: VoiceView;
  readonly busy: boolean;
  readonly onShow: (language: string) => void;
};

const LANGUAGE = /^[a-z]{2,3}(?:-[A-Z]{2})?$/;

/** Whose words are shown below: those of each language that has some, and of one that is to get some. */
export function ShownLanguage({ voice: { language, languages, shown }, busy, onShow }: Props) {
  const [wrong, setWrong] = useState(false);
  const others = [...new Set([...languages, shown])].filter((one) => one !== language);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const typed = textOf(new FormData(event.currentTarget), 'shown').trim();
    setWrong(!LANGUAGE.test(typed));
    if (LANGUAGE.test(typed)) onShow(typed);
  };
  return (
    <form className="panel filters" onSubmit={submit} noValidate>
      <p>{t('voice.shown.hint')}</p>
      <div className="action-list" role="group" aria-label={t('voice.shown')}>
        {[language, ...others].map((one) => (
          <Button
            key={one}
            busy={busy}
            look={one === shown ? 'primary' : 'secondary'}
            onPress={() => onShow(one)}
          >
            {one === language
              ? t('voice.shown.usual', { language: languageName(one) })
              : languageName(one)}
          </Button>
        ))}
      </div>
      <div className="filter-row">
        <Field
          label={t('voice.shown.add')}
          name="shown"
          error={wrong ? t('voice.language.wrong') : undefined}
          input={{ type: 'text', maxLength: 6, autoComplete: 'off', spellCheck: false }}
        />
        <Button type="submit" busy={busy}>
          {t('voice.shown.go')}
        </Button>
      </div>
    </form>
  );
}
