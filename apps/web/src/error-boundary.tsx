import { t } from '@proofup/ui/text.ts';
import { Component, type ReactNode } from 'react';
import { Button } from '#kit/button.tsx';
import { Card, Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { ViewDetails } from '#kit/view-details.tsx';

type State = { readonly failedAt?: string };

/** The last resort, also for a part of the page that did not arrive. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = {};

  static getDerivedStateFromError(): State {
    return { failedAt: new Date().toISOString() };
  }

  override render(): ReactNode {
    const { failedAt } = this.state;
    return failedAt === undefined ? this.props.children : <Broken timestamp={failedAt} />;
  }
}

function Broken({ timestamp }: { readonly timestamp: string }) {
  return (
    <Page>
      <Card>
        <Screen title={t('broken.title')}>
          <p className="lead">{t('broken.lead')}</p>
          <Button look="primary" onPress={() => location.reload()}>
            {t('action.try-again')}
          </Button>
          <ViewDetails details={{ code: 'page_failed', timestamp }} />
        </Screen>
      </Card>
    </Page>
  );
}
