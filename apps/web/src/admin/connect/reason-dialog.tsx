import type { Result } from '@proofup/contract/client.ts';
import { ReasonForm } from '#admin/reason-form.tsx';
import { Modal } from '#kit/modal.tsx';
import { Screen } from '#kit/screen.tsx';
import { useCall } from '#kit/use-call.ts';

type Props<Value> = {
  readonly title: string;
  readonly text: string;
  /** Whether something ends; it does where not said. */
  readonly danger?: boolean;
  readonly run: (reason: string) => Promise<Result<Value>>;
  readonly onDone: (value: Value) => void;
  readonly onClose: () => void;
};

/** One question, with a reason, before something changes. */
export function ReasonDialog<Value>({ title, text, danger = true, ...rest }: Props<Value>) {
  const { run, onDone, onClose } = rest;
  const call = useCall();
  return (
    <Modal label={title} onClose={onClose}>
      <Screen title={title}>
        <ReasonForm
          call={call}
          label={title}
          look={danger ? 'danger' : 'primary'}
          onSubmit={(_, reason) => void call.run(() => run(reason), onDone)}
          onCancel={onClose}
        >
          <p>{text}</p>
        </ReasonForm>
      </Screen>
    </Modal>
  );
}
