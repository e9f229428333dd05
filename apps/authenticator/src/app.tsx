import type { DeviceRequestView } from '@proofup/contract/device-schemas.ts';
import { t } from '@proofup/ui/authenticator-text.ts';
import { useEffect, useState } from 'react';
import { useCodes } from '#codes/use-codes.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import { useAccounts } from '#device/use-accounts.ts';
import { type Standings, useLook } from '#device/use-look.ts';
import { AddCode } from '#screens/add-code.tsx';
import { Activate } from '#screens/activate.tsx';
import { Home } from '#screens/home.tsx';
import { Request } from '#screens/request.tsx';

/** A code in the address is taken out of it at once: it stays in no history. */
function takeCode(): string | undefined {
  const code = /^#activate=([\w-]{1,64})$/.exec(location.hash)?.[1];
  if (code !== undefined) history.replaceState(null, '', location.pathname);
  return code;
}

type Asked = { readonly account: DeviceAccount; readonly request: DeviceRequestView };

/** The first request that waits and was not answered here. */
function askedOf(
  accounts: readonly DeviceAccount[],
  standings: Standings,
  answered: ReadonlySet<string>,
): Asked | undefined {
  for (const account of accounts) {
    const standing = standings.get(account.id);
    const request = standing?.kind === 'known' ? standing.view.request : undefined;
    if (request !== undefined && !answered.has(request.id)) return { account, request };
  }
  return undefined;
}

const NONE: readonly DeviceAccount[] = [];

type Adding =
  | { readonly kind: 'device'; readonly code: string | undefined }
  | { readonly kind: 'code' };

/** What is being added: what a link asked for, or what was pressed. */
function useAdding() {
  const state = useState<Adding | undefined>(fromLink);
  const [, setAdding] = state;
  useEffect(() => {
    const onHash = () => {
      const linked = fromLink();
      if (linked !== undefined) setAdding(linked);
    };
    addEventListener('hashchange', onHash);
    return () => removeEventListener('hashchange', onHash);
  }, [setAdding]);
  return state;
}

function fromLink(): Adding | undefined {
  const code = takeCode();
  return code === undefined ? undefined : { kind: 'device', code };
}

export function App() {
  const { accounts, add, drop } = useAccounts();
  const codes = useCodes();
  const standings = useLook(accounts ?? NONE);
  const [adding, setAdding] = useAdding();
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const [said, setSaid] = useState<string>();

  if (accounts === undefined) return null;
  const asked = askedOf(accounts, standings, answered);
  if (asked !== undefined) {
    return (
      <Request
        key={asked.request.id}
        {...asked}
        onDone={(what) => {
          setAnswered((before) => new Set(before).add(asked.request.id));
          setSaid(what);
        }}
      />
    );
  }
  if (adding?.kind === 'code') {
    return (
      <AddCode
        onAdded={(account) => {
          setAdding(undefined);
          setSaid(t('add-code.done'));
          void codes.add(account);
        }}
        onBack={() => setAdding(undefined)}
      />
    );
  }
  if (adding !== undefined) {
    return (
      <Activate
        code={adding.code}
        onAdded={(account) => {
          setAdding(undefined);
          setSaid(t('activate.done'));
          void add(account);
        }}
        onBack={() => setAdding(undefined)}
      />
    );
  }
  return (
    <Home
      {...{ accounts, standings, said, codes }}
      onAdd={() => setAdding({ kind: 'device', code: undefined })}
      onAddCode={() => setAdding({ kind: 'code' })}
      onRemoved={(id) => {
        setSaid(t('device.removed'));
        void drop(id);
      }}
    />
  );
}
