import { HELP_ROUTES, type HelpRoute, t } from '@proofup/ui/help-text.ts';
import { type Configuration, useConfiguration } from '#configuration.tsx';
import { Steps } from '#help/rich-text.tsx';
import { ChoiceGroup } from '#kit/choice.tsx';
import { Link } from '#kit/link.tsx';
import { redirect, useSearch } from '#router.ts';

type Route = HelpRoute & { readonly id: string };

/** However people come, they end at the same page. What was chosen is in the address, for a reload. */
export function Routes() {
  const { portals } = useConfiguration();
  const chosen = useSearch().get('use');
  const routes = routesWith(portals);
  const route = routes.find(({ id }) => id === chosen);
  return (
    <section className="panel" aria-labelledby="routes">
      <h2 id="routes">{t('help.routes')}</h2>
      <p className="panel-lead">{t('help.routes.lead')}</p>
      <ChoiceGroup
        legend={t('help.routes')}
        legendHidden
        name="use"
        choices={routes.map(({ id, choice }) => ({ value: id, label: choice }))}
        chosen={route?.id}
        onChoose={(id) => redirect(`/help?use=${encodeURIComponent(id)}`)}
      />
      <div className="route" role="status">
        {route === undefined ? null : <Way route={route} portals={portals} />}
      </div>
    </section>
  );
}

type Portals = Configuration['portals'];

function Way({ route, portals }: { readonly route: Route; readonly portals: Portals }) {
  const isLost = route.id === 'unknown' && portals.length > 0;
  return (
    <>
      <Steps steps={[...route.steps, t('help.routes.end')]} />
      {isLost ? (
        <>
          <p>{t('help.routes.own')}</p>
          <ul className="portals">
            {portals.map(({ name, url }) => (
              <li key={url}>
                <a href={url}>{name}</a>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <p>
        <Link to="/security-info" className="button primary">
          {t('help.open')}
        </Link>
      </p>
    </>
  );
}

const routesWith = (portals: Portals): readonly Route[] => [
  ...Object.entries(HELP_ROUTES).map(([id, route]) => ({ id, ...route })),
  ...portals.map(({ name }) => ({
    id: name,
    choice: t('help.routes.portal', { name }),
    steps: [
      t('help.routes.portal.open', { name }),
      t('help.routes.portal.name'),
      t('help.routes.portal.choose'),
    ],
  })),
];
