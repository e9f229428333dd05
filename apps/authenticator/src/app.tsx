import type { DeviceRequestView } from '@proofup/contract/device-schemas.ts';
import { useEffect, useState } from 'react';
import { type Codes, useCodes } from '#codes/use-codes.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import { type Accounts, useAccounts } from '#device/use-accounts.ts';
import { type Standings, useLook } from '#device/use-look.ts';
import { type Doing, useDoing } from '#doing.ts';
import { type Locking, useLock } from '#lock/use-lock.ts';
import { Activity } from '#screens/activity.tsx';
import { Home } from '#screens/home.tsx';
import { Locked } from '#screens/locked.tsx';
import { Request } from '#screens/request.tsx';
import { showWaiting } from '#worker/badge.ts';
import { onPress, type Pressed } from '#worker/on-press.ts';

type Asked = { readonly account: DeviceAccount; readonly request: DeviceRequestView };

/** What waits and was not answered here, the newest first. */
function allAsked(
  accounts: readonly DeviceAccount[],
  standings: Standings,
  answered: ReadonlySet<string>,
): readonly Asked[] {
  const asked = accounts.flatMap((account) => {
    const standing = standings.get(account.id);
    const request = standing?.kind === 'known' ? standing.view.request : undefined;
    return request === undefined || answered.has(request.id) ? [] : [{ account, request }];
  });
  return asked.toSorted((a, b) => b.request.createdAt.localeCompare(a.request.createdAt));
}

const NONE: readonly DeviceAccount[] = [];

export function App() {
  const locking = useLock();
  const { state, onUnlocked, onGone } = locking;
  if (state.kind === 'reading') return null;
  if (state.kind === 'locked') return <Locked lock={state.lock} {...{ onUnlocked, onGone }} />;
  return <Unlocked locking={locking} />;
}

function Unlocked({ locking }: { readonly locking: Locking }) {
  const devices = useAccounts();
  const codes = useCodes();
  const [doing, setDoing] = useDoing();
  const [said, setSaid] = useState<string>();
  const asking = useAsked(devices.accounts ?? NONE);
  const { asked, standings } = asking;

  if (devices.accounts === undefined) return null;
  if (asked !== undefined) {
    return (
      <Request
        key={asked.request.id}
        {...asked}
        pressed={asking.pressed}
        onDone={(what) => {
          asking.onAnswered(asked.request.id);
          setSaid(what);
        }}
      />
    );
  }
  const done = (what?: string) => {
    setDoing(undefined);
    setSaid(what);
  };
  return <Page {...{ locking, devices, codes, standings, said }} {...{ doing, setDoing, done }} />;
}

type PageProps = {
  readonly locking: Locking;
  readonly devices: Accounts;
  readonly codes: Codes;
  readonly standings: Standings;
  readonly said: string | undefined;
  readonly doing: Doing | undefined;
  readonly setDoing: (doing: Doing) => void;
  readonly done: (said?: string) => void;
};

function Page({ doing, ...given }: PageProps) {
  const { devices, codes, standings, said, setDoing, done } = given;
  if (doing !== undefined) return <Activity doing={doing} {...given} />;
  return (
    <Home
      accounts={devices.accounts ?? NONE}
      {...{ standings, said, codes }}
      onDo={setDoing}
      onRemoved={(id, what) => {
        done(what);
        void devices.drop(id);
      }}
    />
  );
}

/** What is asked now, and which notification was pressed for it. */
function useAsked(accounts: readonly DeviceAccount[]) {
  const standings = useLook(accounts);
  const [answered, setAnswered] = useState<ReadonlySet<string>>(new Set());
  const [pressed, setPressed] = useState<Pressed>();
  const all = allAsked(accounts, standings, answered);
  const count = all.length;
  useEffect(() => showWaiting(count), [count]);
  useEffect(() => onPress(setPressed), []);
  return {
    asked: all[0],
    standings,
    pressed,
    onAnswered: (id: string) => {
      setAnswered((before) => new Set(before).add(id));
      setPressed(undefined);
    },
  };
}
