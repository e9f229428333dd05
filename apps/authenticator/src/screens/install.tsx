import { t } from '@proofup/ui/authenticator-text.ts';
import { Button } from '#kit/button.tsx';
import { Screen } from '#kit/screen.tsx';
import { isInstalled, type Platform, platformOf } from '#screens/platform-of.ts';
import { useInstallPrompt } from '#worker/use-install-prompt.ts';

/** In the order in which it is done. */
const STEPS: Readonly<Record<Platform, readonly (() => string)[]>> = {
  ios: [
    () => t('install.ios.1'),
    () => t('install.ios.2'),
    () => t('install.ios.3'),
    () => t('install.ios.4'),
  ],
  android: [
    () => t('install.android.1'),
    () => t('install.android.2'),
    () => t('install.android.3'),
  ],
  computer: [() => t('install.computer.1'), () => t('install.computer.2')],
};

const NAMES: Readonly<Record<Platform, () => string>> = {
  ios: () => t('install.ios'),
  android: () => t('install.android'),
  computer: () => t('install.computer'),
};

const PLATFORMS: readonly Platform[] = ['ios', 'android', 'computer'];

/** How to keep it on the home screen, for the phone that this is; the others are folded away. */
export function Install({ onBack }: { readonly onBack: () => void }) {
  const own = platformOf(navigator.userAgent, navigator.maxTouchPoints);
  const prompt = useInstallPrompt();
  return (
    <Screen title={t('install.title')}>
      <p>{isInstalled() ? t('install.done') : t('install.why')}</p>
      {prompt === undefined ? null : (
        <Button look="primary" onPress={prompt}>
          {t('install.now')}
        </Button>
      )}
      <h2>{NAMES[own]()}</h2>
      <Steps platform={own} />
      {PLATFORMS.filter((platform) => platform !== own).map((platform) => (
        <details key={platform}>
          <summary>{NAMES[platform]()}</summary>
          <Steps platform={platform} />
        </details>
      ))}
      <Button look="quiet" onPress={onBack}>
        {t('action.back')}
      </Button>
    </Screen>
  );
}

const Steps = ({ platform }: { readonly platform: Platform }) => (
  <ol className="steps">
    {STEPS[platform].map((step) => (
      <li key={step()}>{step()}</li>
    ))}
  </ol>
);
