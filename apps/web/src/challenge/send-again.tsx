import { t } from '@proofup/ui/text.ts';
import { useId } from 'react';
import { Button } from '#kit/button.tsx';
import { durationText } from '#kit/duration.ts';
import { useSecondsLeft } from '#kit/use-seconds-left.ts';

type Props = {
  /** Until then it has to wait; nothing said, no waiting. */
  readonly resendAt: string | undefined;
  readonly label: string;
  readonly busy: boolean;
  readonly onAgain: () => void;
};

export function SendAgain({ resendAt, label, busy, onAgain }: Props) {
  const left = useSecondsLeft(resendAt);
  const wait = useId();
  return (
    <div className="send-again">
      <Button
        disabled={left > 0}
        busy={busy}
        onPress={onAgain}
        describedBy={left > 0 ? wait : undefined}
      >
        {label}
      </Button>
      {left > 0 ? (
        <span id={wait} className="wait">
          {t('code.again.wait', { duration: durationText(left) })}
        </span>
      ) : null}
    </div>
  );
}
