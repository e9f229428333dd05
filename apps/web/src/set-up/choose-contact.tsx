import { t } from '@proofup/ui/text.ts';
import { type FormEvent, useId, useState } from 'react';
import { Button } from '#kit/button.tsx';
import { ChoiceGroup } from '#kit/choice.tsx';
import { FieldError } from '#kit/field.tsx';
import { focusFirst } from '#kit/forms.ts';
import { Icon, type IconName } from '#kit/icons.tsx';
import { Screen } from '#kit/screen.tsx';
import { passkeysWork } from '#passkey/works.ts';
import { type Contact, contactsOffered, type Done } from '#set-up/places.ts';
import type { Options } from '#set-up/use-set-up.ts';

type Props = {
  readonly options: Options;
  readonly done: Done;
  readonly onChosen: (contact: Contact) => void;
  readonly onBack: () => void;
};

type Words = { readonly label: string; readonly hint: string; readonly icon: IconName };

const WORDS: Readonly<Record<Contact, () => Words>> = {
  passkey: () => ({
    label: t('contact.passkey'),
    hint: t('contact.passkey.hint'),
    icon: 'passkey',
  }),
  device: () => ({
    label: t('contact.device'),
    hint: t('contact.device.hint'),
    icon: 'mobile',
  }),
  mobile: () => ({ label: t('contact.mobile'), hint: t('contact.mobile.hint'), icon: 'text' }),
  office: () => ({ label: t('contact.office'), hint: t('contact.office.hint'), icon: 'office' }),
  alternate: () => ({
    label: t('contact.alternate'),
    hint: t('contact.alternate.hint'),
    icon: 'call',
  }),
  app: () => ({ label: t('contact.app'), hint: t('contact.app.hint'), icon: 'app' }),
};

export function ChooseContact({ options, done, onChosen, onBack }: Props) {
  const { first } = done;
  const title = first ? t('set-up.step1') : t('set-up.another');
  const errorId = useId();
  const [chosen, setChosen] = useState<Contact>();
  const [forgotten, setForgotten] = useState(false);
  const passkey = options.passkey && passkeysWork();
  const offered = contactsOffered({ ...options, passkey }, done);

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault();
    setForgotten(chosen === undefined);
    if (chosen === undefined) focusFirst(event.currentTarget, ['contact']);
    else onChosen(chosen);
  }

  return (
    <Screen title={title} step={first ? 1 : 3}>
      <form onSubmit={submit} noValidate>
        <FieldError id={errorId} text={forgotten ? t('contact.missing') : undefined} />
        <ChoiceGroup
          legend={title}
          legendHidden
          name="contact"
          choices={offered.map((value) => {
            const { label, hint, icon } = WORDS[value]();
            return { value, label, hint, icon: <Icon name={icon} /> };
          })}
          chosen={chosen}
          onChoose={setChosen}
        />
        <div className="actions">
          <Button type="submit" look="primary">
            {t('action.next')}
          </Button>
          <Button look="quiet" onPress={onBack}>
            {t('action.back')}
          </Button>
        </div>
      </form>
    </Screen>
  );
}
