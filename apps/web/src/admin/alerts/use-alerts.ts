import type { AlertTargetView, SentAlertView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import type { SaidText } from '#kit/said.tsx';
import { type CallState, useCall } from '#kit/use-call.ts';
import { useEvery } from '#kit/use-every.ts';
import { useOnce } from '#kit/use-once.ts';

type Targets = readonly AlertTargetView[];

export type Alerts = {
  /** Undefined: not read yet; the same of what was sent. */
  readonly targets: Targets | undefined;
  readonly sent: readonly SentAlertView[] | undefined;
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
  const [sent, setSent] = useState<readonly SentAlertView[]>();
  const [said, setSaid] = useState({ text: '' });
  const calls = { loading: useCall(), reading: useCall(), acting: useCall() };
  const readLog = () =>
    void calls.reading.run(
      () => client('listAlerts', {}),
      ({ alerts }) => setSent(alerts),
    );
  useOnce(() => {
    void calls.loading.run(
      () => client('listAlertTargets', {}),
      (list) => setTargets(list.targets),
    );
    readLog();
  });
  useEvery(LOOK_MS, sent?.some(({ status }) => status === 'queued') === true, readLog);
  const onChanged = (list: Targets, text: string): void => {
    setTargets(list);
    setSaid({ text });
  };
  return {
    targets,
    sent,
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
        ({ alerts }) => {
          setSent(alerts);
          setSaid({ text: t('alerts.replayed', { name }) });
        },
      ),
  };
}
