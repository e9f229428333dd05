import type { Client } from '@proofup/contract/client.ts';
import type { SecurityInfoView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/security-info-text.ts';
import { useConfiguration } from '#configuration.tsx';
import { Button } from '#kit/button.tsx';
import { Link } from '#kit/link.tsx';
import { Notice } from '#kit/notice.tsx';
import { Said, type SaidText } from '#kit/said.tsx';
import { Screen } from '#kit/screen.tsx';
import { passkeysWork } from '#passkey/works.ts';
import { startChange } from '#security-info/change.tsx';
import { Language } from '#security-info/language.tsx';
import { Section } from '#security-info/section.tsx';
import { SectionLinks } from '#security-info/section-links.tsx';
import { SECTIONS } from '#security-info/sections.tsx';
import { warningsFor } from '#security-info/warnings.ts';

export type OverviewProps = {
  readonly client: Client;
  readonly info: SecurityInfoView;
  readonly said: SaidText;
  readonly onInfo: (info: SecurityInfoView, message: string) => void;
  /** What is shown may no longer be so: another tab, or another browser, was faster. */
  readonly reload: () => void;
  readonly onSaid: (message: string) => void;
};

export function Overview({ client, info, said, onInfo, onSaid, reload }: OverviewProps) {
  const { organisation } = useConfiguration();
  const sections = SECTIONS.filter(({ isShown }) => isShown === undefined || isShown(info));
  return (
    <div className="overview">
      {organisation === '' ? null : <p className="organisation">{organisation}</p>}
      <Screen title={t('security-info.title')}>
        <p className="lead">{t('security-info.lead')}</p>
        <Said said={said} />
        <Failed info={info} />
        <Standing info={info} />
        <div className="with-links">
          <SectionLinks sections={sections} />
          <div className="sections">
            {sections.map(({ id, title, lead, Content }) => (
              <Section key={id} id={id} title={title()} lead={lead?.()}>
                <Content {...{ client, info, onInfo, onSaid, reload }} />
              </Section>
            ))}
            <Language client={client} onSaid={onSaid} />
            <p className="fine-print">
              <Link to="/help">{t('help.link')}</Link>
            </p>
          </div>
        </div>
      </Screen>
    </div>
  );
}

function Failed({ info: { failedAttempts: n } }: Pick<OverviewProps, 'info'>) {
  if (n === 0) return null;
  return (
    <Notice title={n === 1 ? t('failed-attempts.one') : t('failed-attempts.several', { n })}>
      <p>{t('failed-attempts.next')}</p>
    </Notice>
  );
}

/** How the person would fare on the day the phone is lost. */
function Standing({ info }: Pick<OverviewProps, 'info'>) {
  // What this browser cannot make is no remedy.
  const passkey = info.mayAdd.passkey && passkeysWork();
  const warnings = warningsFor({ ...info, mayAdd: { ...info.mayAdd, passkey } });
  if (warnings.length === 0) {
    return (
      <Notice kind="good" title={t('standing.good')}>
        <p>{t('standing.good.text')}</p>
      </Notice>
    );
  }
  return warnings.map(({ kind, title, text, remedies }) => (
    <Notice key={title} kind={kind} title={title}>
      <p>{text}</p>
      {remedies.length === 0 ? null : (
        <div className="remedies">
          {remedies.map(({ change, label }) => (
            <Button key={change} onPress={() => startChange(change)}>
              {label}
            </Button>
          ))}
        </div>
      )}
    </Notice>
  ));
}
