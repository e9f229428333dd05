import mark from '@proofup/ui/mark.svg';
import { t } from '@proofup/ui/text.ts';
import type { ReactNode } from 'react';
import { Link } from '#kit/link.tsx';
import { useConfiguration } from '#configuration.tsx';

type Props = {
  readonly children: ReactNode;
  /** Who is signed in, and the way out. */
  readonly account?: ReactNode;
};

export function Page({ children, account }: Props) {
  const { evaluation } = useConfiguration();
  return (
    <>
      <a className="skip" href="#main">
        {t('page.skip')}
      </a>
      <header className="page-header">
        {evaluation ? <p className="ribbon">{t('page.evaluation')}</p> : null}
        <div className="page-bar">
          <Brand />
          {account}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <Footer />
    </>
  );
}

function Brand() {
  const { organisation, look } = useConfiguration();
  if (look.logo !== undefined) {
    return <img className="brand-logo" src={look.logo} alt={organisation} />;
  }
  return (
    <span className="brand">
      <img src={mark} alt="" width="32" height="32" />
      {t('page.brand')}
    </span>
  );
}

function Footer() {
  const { helpContact } = useConfiguration();
  return (
    <footer className="page-footer">
      <details className="help">
        <summary>{t('help.question')}</summary>
        {helpContact === '' ? null : <p>{helpContact}</p>}
        <p>
          <Link to="/help">{t('help.pages')}</Link>
        </p>
      </details>
    </footer>
  );
}

/** The sheet of paper that one screen stands on, with the name of whose account it is about. */
export function Card({ children }: { readonly children: ReactNode }) {
  const { organisation } = useConfiguration();
  return (
    <div className="card">
      {organisation === '' ? null : <p className="organisation">{organisation}</p>}
      {children}
    </div>
  );
}
