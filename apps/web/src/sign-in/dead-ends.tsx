import type { SignInView } from '@proofup/contract/schemas.ts';
import { errorText, t } from '@proofup/ui/text.ts';
import { useState } from 'react';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { Link } from '#kit/link.tsx';
import { Screen } from '#kit/screen.tsx';
import { ViewDetails } from '#kit/view-details.tsx';
import type { Ending } from '#sign-in/use-refresh.ts';

type OverProps = {
  readonly view: SignInView;
  readonly ending: Ending;
  readonly onStartAgain: () => void;
};

/** Too much time, too many tries, or reported as fraud: the way on is from the beginning. */
export function SignInOver({ view, ending, onStartAgain }: OverProps) {
  const [timestamp] = useState(() => new Date().toISOString());
  const { happened, safe, next } = errorText(ending);
  return (
    <Screen title={happened}>
      <p className="lead">
        {safe} {next}
      </p>
      <Button look="primary" onPress={onStartAgain}>
        {t('action.start-again')}
      </Button>
      <ViewDetails details={{ code: ending, timestamp, signInId: view.id }} />
    </Screen>
  );
}

type HelpProps = { readonly view: SignInView; readonly onStartAgain: () => void };

/** The password was right and nothing is left to prove with: only a person can help now. */
export function NeedsHelp({ view, onStartAgain }: HelpProps) {
  const { helpContact } = useConfiguration();
  const [timestamp] = useState(() => new Date().toISOString());
  return (
    <Screen title={t('needs-help.title')}>
      <p className="lead">{t('needs-help.lead')}</p>
      <p className="help-contact">{helpContact}</p>
      <p>{t('needs-help.next')}</p>
      <p>
        <Link to="/help/lost-phone">{t('help.lost-phone')}</Link>
      </p>
      <Button onPress={onStartAgain}>{t('action.start-again')}</Button>
      <ViewDetails details={{ code: 'needs_help', timestamp, signInId: view.id }} />
    </Screen>
  );
}
