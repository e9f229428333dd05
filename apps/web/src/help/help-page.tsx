import { HELP_PAGES, type HelpPart, type HelpText, t } from '@proofup/ui/help-text.ts';
import { useConfiguration } from '#configuration.tsx';
import { RichText, Steps } from '#help/rich-text.tsx';
import { Routes } from '#help/routes.tsx';
import { Link } from '#kit/link.tsx';
import { Page } from '#kit/page.tsx';
import { Screen } from '#kit/screen.tsx';
import { usePath } from '#router.ts';
import '#styles/set-up.css';
import '#styles/security-info.css';
import '#styles/help.css';

/** For everybody, signed in or not: it knows nothing about anybody. */
export function HelpPage() {
  const path = usePath().replace(/\/$/, '');
  const page = HELP_PAGES[path];
  return (
    <Page>
      <div className="help-page">
        {page === undefined ? <AllQuestions /> : <Answer key={path} page={page} />}
        <Stuck />
      </div>
    </Page>
  );
}

function AllQuestions() {
  const { organisation } = useConfiguration();
  return (
    <Screen title={t('help.title')}>
      <p className="lead">{t('help.lead', { organisation })}</p>
      <section aria-labelledby="questions">
        <h2 id="questions">{t('help.questions')}</h2>
        <ul className="questions">
          {Object.entries(HELP_PAGES).map(([path, { title, about }]) => (
            <li key={path}>
              <Link to={path} className="question">
                <strong>{title}</strong>
                <span>{about}</span>
              </Link>
            </li>
          ))}
        </ul>
      </section>
      <Routes />
    </Screen>
  );
}

const Answer = ({ page }: { readonly page: HelpText }) => (
  <>
    <p className="way-back">
      <Link to="/help">{t('help.all')}</Link>
    </p>
    <Screen title={page.title}>
      <p className="lead">{page.lead}</p>
      {page.parts.map((part) => (
        <Part key={part.title} part={part} />
      ))}
    </Screen>
  </>
);

const Part = ({ part: { title, text = [], steps, link } }: { readonly part: HelpPart }) => (
  <section className="panel">
    <h2>{title}</h2>
    {text.map((paragraph) => (
      <p key={paragraph}>
        <RichText text={paragraph} />
      </p>
    ))}
    {steps === undefined ? null : <Steps steps={steps} />}
    {link === undefined ? null : (
      <p>
        <Link to={link.to} className="button secondary">
          {link.label}
        </Link>
      </p>
    )}
  </section>
);

function Stuck() {
  const { helpContact } = useConfiguration();
  if (helpContact === '') return null;
  return (
    <section className="stuck" aria-labelledby="stuck">
      <h2 id="stuck">{t('help.stuck')}</h2>
      <p className="help-contact">{helpContact}</p>
    </section>
  );
}
