import type { DeviceView } from '@proofup/contract/device-schemas.ts';
import { t } from '@proofup/ui/authenticator-text.ts';
import { useState } from 'react';
import { beginMove, confirmMove, type Move } from '#device/calls.ts';
import type { DeviceAccount } from '#device/device-account.ts';
import { Button } from '#kit/button.tsx';
import { codeOf, Problem } from '#kit/problem.tsx';

type Props = {
  readonly account: DeviceAccount;
  readonly view: DeviceView;
  /** The new phone has taken over: this one has nothing left to keep. */
  readonly onMoved: () => void;
  readonly onBack: () => void;
};

/** An image runs no script, whatever is in the drawing. */
const imageOf = (svg: string): string => `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;

/** The old phone shows a picture, the new one reads it, and the old one says that it is theirs. */
export function MoveTo({ account, view, onMoved, onBack }: Props) {
  const [busy, setBusy] = useState(false);
  const [move, setMove] = useState<Move>();
  const [problem, setProblem] = useState<ReturnType<typeof codeOf>>();

  async function begin(): Promise<void> {
    setBusy(true);
    const outcome = await beginMove(account);
    setBusy(false);
    setProblem(codeOf(outcome));
    if (outcome.kind === 'ok') setMove(outcome.value);
  }

  async function confirm(): Promise<void> {
    setBusy(true);
    const outcome = await confirmMove(account);
    setBusy(false);
    setProblem(codeOf(outcome));
    if (outcome.kind === 'ok') onMoved();
  }

  const cancel = (
    <Button look="quiet" onPress={onBack}>
      {t('action.cancel')}
    </Button>
  );
  if (move === undefined) {
    return (
      <>
        <p>{t('move.lead')}</p>
        <Problem code={problem} />
        <Button look="primary" busy={busy} onPress={() => void begin()}>
          {t('move.begin')}
        </Button>
        {cancel}
      </>
    );
  }
  if (view.move === undefined) {
    return (
      <>
        <p>{t('move.scan')}</p>
        <img className="qr" alt={t('move.alt')} src={imageOf(move.qr)} width="240" height="240" />
        <p className="link">{move.link}</p>
        <p role="status">{t('move.waiting')}</p>
        {cancel}
      </>
    );
  }
  return (
    <>
      <Answered move={view.move} />
      <Problem code={problem} />
      <Button look="primary" busy={busy} onPress={() => void confirm()}>
        {t('move.confirm')}
      </Button>
      {cancel}
    </>
  );
}

const Answered = ({ move }: { readonly move: NonNullable<DeviceView['move']> }) => (
  <>
    <p className="notice-title">{t('move.yours', { name: move.name })}</p>
    <p>
      {move.browser}, {move.place.country ?? move.place.address}
    </p>
  </>
);
