import type { ListedUserView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { type FormEvent, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { Lines, RunReport } from '#admin/people/run-report.tsx';
import { type Asked, useFileRun } from '#admin/people/use-file-run.ts';
import { SelectField } from '#admin/select-field.tsx';
import { choicesOf, STATE_WORDS } from '#admin/words.ts';
import { isReason, ReasonField } from '#admin/reason-field.tsx';
import { Button } from '#kit/button.tsx';
import { focusFirst, textOf } from '#kit/forms.ts';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';

type Props = {
  readonly client: AdminClient;
  readonly users: readonly ListedUserView[];
  readonly onClose: (changed: boolean) => void;
};

const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The selected people are a file of names: the same look ahead, and a result for each. */
export function ChangeStates({ client, users, onClose }: Props) {
  const running = useFileRun(client);
  const { at, call } = running;
  const file = new Blob([users.map(({ login }) => quoted(login)).join('\n')]);
  const isChecked = at?.isOver === true && at.run.dryRun;
  const asked = at?.asked;
  return (
    <Modal label={t('people.change')} onClose={() => onClose(at?.run.dryRun === false)}>
      <Screen title={t('people.change')}>
        <p>{t('people.selected', { n: users.length })}</p>
        {at === undefined ? (
          <StateForm
            busy={call.busy}
            onCheck={(given) => running.start({ ...given, dryRun: true }, file)}
          />
        ) : null}
        <RunReport running={running} />
        {at === undefined ? null : <Lines lines={at.first} />}
        <div className="actions">
          {isChecked && asked !== undefined ? (
            <Button
              look="primary"
              busy={call.busy}
              onPress={() => running.start({ ...asked, dryRun: false }, file)}
            >
              {t('people.change.now')}
            </Button>
          ) : null}
          <Button onPress={() => onClose(at?.run.dryRun === false)}>{t('help.close')}</Button>
        </div>
      </Screen>
    </Modal>
  );
}

type FormProps = { readonly busy: boolean; readonly onCheck: (asked: Asked) => void };

function StateForm({ busy, onCheck }: FormProps) {
  const [wrong, setWrong] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const reason = textOf(data, 'reason').trim();
    setWrong(!isReason(reason));
    if (!isReason(reason)) return focusFirst(event.currentTarget, ['reason']);
    const typed = textOf(data, 'state');
    const state = (['disabled', 'enabled', 'enforced'] as const).find((one) => one === typed);
    onCheck({ content: 'states', reason, ...(state === undefined ? {} : { state }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <SelectField
        label={t('user.state')}
        name="state"
        choices={choicesOf(STATE_WORDS)}
        initial="enabled"
      />
      <ReasonField wrong={wrong} />
      <Button type="submit" look="primary" busy={busy}>
        {t('people.change.preview')}
      </Button>
    </form>
  );
}
