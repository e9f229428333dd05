import { t } from '@proofup/ui/authenticator-text.ts';
import { type FormEvent, useEffect, useState } from 'react';
import type { CodeAccount } from '#codes/code-account.ts';
import { fromBase64 } from '#codes/base64.ts';
import { makeCode } from '#codes/make-code.ts';
import type { Codes } from '#codes/use-codes.ts';
import { Button } from '#kit/button.tsx';
import { Field } from '#kit/field.tsx';
import { textOf } from '#kit/text-of.ts';

type Props = {
  readonly account: CodeAccount;
  readonly codes: Codes;
  /** Whether there is room for it one place up and down; absent: it cannot be moved now. */
  readonly room: { readonly up: boolean; readonly down: boolean } | undefined;
};

/** "875 756": two groups are typed with fewer mistakes. */
const inGroups = (code: string): string =>
  `${code.slice(0, code.length / 2)} ${code.slice(code.length / 2)}`;

export function CodeCard({ account, codes, room }: Props) {
  const [doing, setDoing] = useState<'rename' | 'delete'>();
  const name = account.issuer === '' ? account.account : account.issuer;
  return (
    <li className="card">
      <h3>{name}</h3>
      {account.issuer === '' ? null : <p>{account.account}</p>}
      <ShownCode account={account} />
      {doing === 'rename' ? (
        <Rename {...{ account, codes }} onDone={() => setDoing(undefined)} />
      ) : null}
      {doing === 'delete' ? (
        <>
          <p>{t('codes.delete.what')}</p>
          <Button look="danger" onPress={() => void codes.remove(account.id)}>
            {t('codes.delete.yes')}
          </Button>
          <Button look="quiet" onPress={() => setDoing(undefined)}>
            {t('action.cancel')}
          </Button>
        </>
      ) : null}
      {doing === undefined ? (
        <div className="card-actions">
          <Button look="quiet" onPress={() => setDoing('rename')}>
            {t('codes.rename')}
          </Button>
          {room === undefined ? null : <Movers {...{ account, codes, room }} />}
          <Button look="quiet" onPress={() => setDoing('delete')}>
            {t('codes.delete')}
          </Button>
        </div>
      ) : null}
    </li>
  );
}

type MoversProps = Props & { readonly room: NonNullable<Props['room']> };

/** Both stay where they are, so that the focus does; at the end of the list one of them does nothing. */
const Movers = ({ account: { id }, codes, room }: MoversProps) => (
  <>
    <Button look="quiet" busy={!room.up} onPress={() => void codes.move(id, -1)}>
      {t('codes.up')}
    </Button>
    <Button look="quiet" busy={!room.down} onPress={() => void codes.move(id, 1)}>
      {t('codes.down')}
    </Button>
  </>
);

type Shown = { readonly code: string; readonly left: number };

function ShownCode({ account }: Pick<Props, 'account'>) {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    let isOn = true;
    const show = async () => {
      const now = Date.now();
      const code = await makeCode(fromBase64(account.secret), account, now);
      const left = account.period - (Math.floor(now / 1000) % account.period);
      if (isOn) setShown({ code, left });
    };
    void show();
    const timer = setInterval(() => void show(), 1000);
    return () => {
      isOn = false;
      clearInterval(timer);
    };
  }, [account]);
  if (shown === undefined) return null;
  return (
    <>
      <p className="shown-code">{inGroups(shown.code)}</p>
      <p className="fine-print" role="timer">
        {t('codes.left', { seconds: shown.left })}
      </p>
    </>
  );
}

type RenameProps = Pick<Props, 'account' | 'codes'> & { readonly onDone: () => void };

function Rename({ account, codes, onDone }: RenameProps) {
  async function submit(event: FormEvent<HTMLFormElement>): Promise<void> {
    event.preventDefault();
    const issuer = textOf(event.currentTarget, 'issuer');
    await codes.change({ ...account, issuer });
    onDone();
  }
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Field
        label={t('codes.name')}
        input={{ name: 'issuer', defaultValue: account.issuer, maxLength: 64 }}
      />
      <Button type="submit" look="primary">
        {t('action.save')}
      </Button>
    </form>
  );
}
