import { t } from '@proofup/ui/authenticator-text.ts';
import { lazy, Suspense } from 'react';
import type { Found } from '#camera/scan.tsx';
import type { NewCodeAccount } from '#codes/code-account.ts';
import type { Codes } from '#codes/use-codes.ts';
import type { Accounts } from '#device/use-accounts.ts';
import type { Doing } from '#doing.ts';
import type { Locking } from '#lock/use-lock.ts';
import { Activate } from '#screens/activate.tsx';
import { AddCode } from '#screens/add-code.tsx';

// Few people need these each day, and the first screen need not wait for them.
const Scan = lazy(async () => ({ default: (await import('#camera/scan.tsx')).Scan }));
const Install = lazy(async () => ({ default: (await import('#screens/install.tsx')).Install }));
const Settings = lazy(async () => ({ default: (await import('#screens/settings.tsx')).Settings }));

type Props = {
  readonly doing: Doing;
  readonly setDoing: (doing: Doing) => void;
  readonly done: (said?: string) => void;
  readonly devices: Accounts;
  readonly codes: Codes;
  readonly locking: Locking;
};

/** The screen of what somebody is at. */
export const Activity = (props: Props) => (
  <Suspense fallback={null}>
    <OneOf {...props} />
  </Suspense>
);

function OneOf({ doing, setDoing, done, devices, codes, locking }: Props) {
  const addCode = (account: NewCodeAccount) => {
    done(t('add-code.done'));
    void codes.add(account);
  };
  const found = (what: Found) =>
    what.kind === 'code' ? addCode(what.account) : setDoing({ kind: 'device', code: what.code });
  const back = () => done();
  switch (doing.kind) {
    case 'scan':
      return <Scan onFound={found} onType={() => setDoing(typing(doing.from))} />;
    case 'code':
      return (
        <AddCode
          onAdded={addCode}
          onScan={() => setDoing({ kind: 'scan', from: 'code' })}
          onBack={back}
        />
      );
    case 'device':
      return (
        <Activate
          code={doing.code}
          onScan={() => setDoing({ kind: 'scan', from: 'device' })}
          onAdded={(account) => {
            done();
            void devices.add(account);
          }}
          onBack={back}
        />
      );
    case 'settings':
      return <Settings {...{ codes, locking }} onBack={back} />;
    case 'install':
      return <Install onBack={back} />;
  }
}

const typing = (from: 'device' | 'code'): Doing =>
  from === 'code' ? { kind: 'code' } : { kind: 'device', code: undefined };
