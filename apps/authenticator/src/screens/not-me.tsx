import { t } from '@proofup/ui/authenticator-text.ts';
import type { Answer } from '#device/calls.ts';
import { Button } from '#kit/button.tsx';
import { type codeOf, Problem } from '#kit/problem.tsx';
import { Screen } from '#kit/screen.tsx';

type Props = {
  readonly busy: boolean;
  readonly problem: ReturnType<typeof codeOf>;
  readonly onAnswer: (answer: Answer) => void;
  readonly onBack: () => void;
};

/** Two ways to say no: the stronger one first, as somebody has the password. */
export const NotMe = ({ busy, problem, onAnswer, onBack }: Props) => (
  <Screen title={t('not-me.title')}>
    <p>{t('not-me.lead')}</p>
    <Problem code={problem} />
    <Button look="danger" busy={busy} onPress={() => onAnswer({ decision: 'report' })}>
      {t('not-me.report')}
    </Button>
    <p className="fine-print">{t('not-me.report.what')}</p>
    <Button busy={busy} onPress={() => onAnswer({ decision: 'deny' })}>
      {t('not-me.deny')}
    </Button>
    <Button look="quiet" onPress={onBack}>
      {t('action.back')}
    </Button>
  </Screen>
);
