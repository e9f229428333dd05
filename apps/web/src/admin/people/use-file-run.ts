import type { Call, ImportRunView, LineResultView } from '@proofup/contract/schemas.ts';
import { useRef, useState } from 'react';
import type { AdminClient } from '#admin/admin-client.ts';
import { type Batch, batchesOf } from '#admin/people/batches.ts';
import { type CallState, useCall } from '#kit/use-call.ts';

export type Asked = Call['startImport']['body'];

/** How far a file is. */
export type FileRun = {
  readonly asked: Asked;
  readonly run: ImportRunView;
  /** Of the file, 0 to 1. */
  readonly part: number;
  readonly isOver: boolean;
  /** The lines that were not done. */
  readonly faults: readonly LineResultView[];
  /** The first lines, whatever came of them. */
  readonly first: readonly LineResultView[];
};

/** Lines that a page shows at once. */
const SHOWN = 200;

export type FileRunning = {
  readonly call: CallState;
  readonly at: FileRun | undefined;
  readonly start: (asked: Asked, file: Blob) => void;
  readonly forget: () => void;
};

/** Sends a file by batches. What got no answer is sent again by `call.retry`, and the rest follows. */
export function useFileRun(client: AdminClient): FileRunning {
  const [at, setAt] = useState<FileRun>();
  const call = useCall();
  const state = useRef<FileRun>(undefined);
  const show = (next: FileRun | undefined): void => {
    state.current = next;
    setAt(next);
  };

  function send(batches: AsyncIterator<Batch, void>, batch: Batch, size: number): void {
    const current = state.current;
    if (current === undefined) return;
    const { firstLine, csv, last, bytes } = batch;
    const input = { params: { importId: current.run.id }, body: { firstLine, csv, last } };
    void call.run(
      () => client('importLines', input),
      ({ run, results }) => {
        show({
          ...current,
          run,
          part: bytes / size,
          isOver: last,
          faults: [...current.faults, ...results.filter(({ kind }) => kind === 'bad')],
          first: [...current.first, ...results].slice(0, SHOWN),
        });
        void batches.next().then((next) => {
          if (next.done !== true) send(batches, next.value, size);
        });
      },
    );
  }

  const start = (asked: Asked, file: Blob): void => {
    const batches = batchesOf(file);
    void call.run(
      () => client('startImport', { body: asked }),
      (run) => {
        show({ asked, run, part: 0, isOver: false, faults: [], first: [] });
        void batches.next().then((next) => {
          if (next.done !== true) send(batches, next.value, file.size);
        });
      },
    );
  };
  return { call, at, start, forget: () => show(undefined) };
}
