import type { ChallengeView, OptionView, SignInView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/text.ts';
import type { ReactNode } from 'react';
import { mainOptions, optionLabel } from '#challenge/option-label.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { FailureNotice } from '#kit/failure-notice.tsx';
import { Icon, OPTION_ICONS } from '#kit/icons.tsx';
import { Link } from '#kit/link.tsx';
import { Screen } from '#kit/screen.tsx';
import type { CallState } from '#kit/use-call.ts';

type Props = {
  readonly view: SignInView;
  readonly challenge: ChallengeView | undefined;
  readonly call: CallState;
  readonly choose: (option: OptionView) => void;
  readonly setChoosing: (choosing: boolean) => void;
  readonly leave: ReactNode;
};

export function OptionList({ view, challenge, call, choose, setChoosing, leave }: Props) {
  const { helpContact } = useConfiguration();
  const others = mainOptions(view.options).filter(({ id }) => id !== challenge?.option.id);
  return (
    <Screen title={t('options.title')}>
      <p className="lead">{t('options.lead')}</p>
      <ul className="options">
        {others.map((option) => (
          <li key={option.id}>
            <button
              type="button"
              className="option"
              aria-disabled={call.busy || undefined}
              onClick={() => choose(option)}
            >
              <Icon name={OPTION_ICONS[option.type]} />
              <span>{optionLabel(option, view.options)}</span>
            </button>
          </li>
        ))}
      </ul>
      <FailureNotice call={call} signInId={view.id} />
      <p className="fine-print">
        {t('options.none-works', { helpContact })}{' '}
        <Link to="/help/lost-phone">{t('help.lost-phone')}</Link>
      </p>
      {challenge === undefined ? null : (
        <Button look="quiet" onPress={() => setChoosing(false)}>
          {t('action.back')}
        </Button>
      )}
      {leave}
    </Screen>
  );
}
