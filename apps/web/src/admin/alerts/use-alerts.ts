import type { AlertTargetView, Call, SentAlertView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import type { SaidText } from '#kit/said.tsx';
import { type CallState, useCall } from '#kit/use-call.ts';
import { useEvery } from '#kit/use-every.ts';
import { useOnce } from '#kit/use-once.ts';

type Targets = readonly AlertTargetView[];
type Log = Call['listAlerts']['response'] & { readonly isLong: boolean };

export type Alerts = {
  /** Undefined: not read yet; the same of what was sent. */
  readonly targets: Targets | undefined;
  readonly sent: readonly SentAlertView[] | undefined;
  /** Shows older ones too; absent: that is all. */
  readonly more: (() => void) | undefined;
  readonly said: SaidText;
  readonly calls: Readonly<Record<'loading' | 'reading' | 'acting', CallState>>;
  readonly onChanged: (targets: Targets, text: string) => void;
  readonly test: (target: AlertTargetView) => void;
  readonly turn: (target: AlertTargetView, off: boolean) => void;
  readonly replay: (alert: SentAlertView) => void;
};

const LOOK_MS = 3_000;

/** What is told to whom, and what becomes of it: looked at again as long as something is on its way. */
export function useAlerts(client: AdminClient): Alerts {
  const [targets, setTargets] = useState<Targets>();
  const [log, setLog] = useState<Log>();
  const [said, setSaid] = useState({ text: '' });
  const calls = { loading: useCall(), reading: useCall(), acting: useCall() };
  const readLog = (before?: string) =>
    void calls.reading.run(
      () => client('listAlerts', { query: { before } }),
      ({ alerts, next }) => {
        const isLong = before !== undefined;
        setLog({ alerts: [...(isLong ? (log?.alerts ?? []) : []), ...alerts], next, isLong });
      },
    );
  useOnce(() => {
    void calls.loading.run(
      () => client('listAlertTargets', {}),
      (list) => setTargets(list.targets),
    );
    readLog();
  });
  const isMoving = log?.isLong === false && log.alerts.some(({ status }) => status === 'queued');
  useEvery(LOOK_MS, isMoving, () => readLog());
  const onChanged = (list: Targets, text: string): void => {
    setTargets(list);
    setSaid({ text });
  };
  return {
    targets,
    sent: log?.alerts,
    more: log?.next === undefined ? undefined : () => readLog(log.next),
    said,
    calls,
    onChanged,
    test: ({ id, name }) =>
      void calls.acting.run(
        () => client('testAlertTarget', { params: { targetId: id } }),
        () => {
          setSaid({ text: t('alerts.tested', { name }) });
          readLog();
        },
      ),
    turn: ({ id, name }, off) =>
      void calls.acting.run(
        () => client('changeAlertTarget', { params: { targetId: id }, body: { off } }),
        (list) =>
          onChanged(list.targets, off ? t('alerts.is-off', { name }) : t('alerts.is-on', { name })),
      ),
    replay: ({ id, target: { name } }) =>
      void calls.acting.run(
        () => client('replayAlert', { params: { alertId: id } }),
        () => {
          readLog();
          setSaid({ text: t('alerts.replayed', { name }) });
        },
      ),
  };
}
