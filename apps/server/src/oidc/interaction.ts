import type { DoorResponse, MountedRequest } from '#http/ports.ts';
import type { AuditRecord } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import { isAtLeast, type Strength, strengthOf, typesFor } from '#domain/strength.ts';
import type { Clock } from '#domain/write.ts';
import type { Application, ApplicationStore } from '#relying-parties/ports.ts';
import { switchedOffPage } from '#relying-parties/switched-off-page.ts';
import { tooOftenPage, tooWeakPage } from '#relying-parties/strength-pages.ts';
import type { BeginStepUp } from '#sign-in/begin-step-up.ts';
import type Provider from 'oidc-provider';
import type { InteractionResults } from 'oidc-provider';
import { INTERACTION, MOUNT, SIGN_IN_PAGE, STEP_UP_PAGE } from './issuer.ts';
import { type Asker, seconds } from './own-session.ts';
import type { RenderPage } from './pages.ts';
import { readForm } from './read-form.ts';
import { requiredBy } from './requirement.ts';

type Dependencies = {
  readonly applications: Pick<ApplicationStore, 'findByClientId' | 'consentOf'>;
  /** What the person agreed to is a fact, with its record. */
  readonly agree: (asker: Asker, agreement: Agreement) => Promise<void>;
  readonly whoAsks: (request: MountedRequest) => Promise<Asker | undefined>;
  readonly beginStepUp: BeginStepUp;
  readonly render: RenderPage;
  readonly record: (record: AuditRecord) => Promise<void>;
  readonly interactionCookie: string;
  readonly clock: Clock;
};

export type Agreement = {
  readonly application: Application;
  readonly scopes: readonly string[];
  readonly request: MountedRequest;
};

type Interaction = InstanceType<Provider['Interaction']>;

type Asking = {
  readonly provider: Provider;
  readonly request: MountedRequest;
  readonly interaction: Interaction;
  readonly application: Application;
};

export type Interact = (provider: Provider, request: MountedRequest) => Promise<DoorResponse>;

/**
 * Where the provider sends a browser whose request cannot be answered yet. It sends on: to the
 * sign-in page, to a step-up, or to the page that asks for consent; and back, once there is nothing
 * left to ask. Everything is decided from the session as it is then, nothing from where the browser
 * has been.
 */
export const makeInteract =
  (dependencies: Dependencies): Interact =>
  async (provider, request) => {
    const [uid = '', action] = request.path.slice(INTERACTION.length).split('/');
    const interaction = await find(dependencies, provider, { request, uid });
    const clientId = String(interaction?.params['client_id']);
    const { applications, render } = dependencies;
    const application = await applications.findByClientId(clientId);
    if (interaction === undefined || application === undefined) return over(dependencies);
    if (application.disabledAt !== undefined) {
      return page(403, render(switchedOffPage(application.name, request.context.requestId)));
    }
    const asking = { provider, request, interaction, application };
    if (action === 'cancel') return finish(asking, REFUSED);
    if (request.raw.method === 'POST') return answer(dependencies, asking);
    return interaction.prompt.name === 'consent'
      ? askForConsent(dependencies, asking)
      : askToSignIn(dependencies, asking);
  };

const REFUSED: InteractionResults = {
  error: 'access_denied',
  error_description: 'the person went back',
};

type Seeking = { readonly request: MountedRequest; readonly uid: string };

/** Only for the browser that asked: it has the cookie. */
async function find(
  { interactionCookie }: Dependencies,
  provider: Provider,
  { request, uid }: Seeking,
): Promise<Interaction | undefined> {
  const cookies = (request.raw.headers.cookie ?? '').split('; ');
  if (uid === '' || !cookies.includes(`${interactionCookie}=${uid}`)) return undefined;
  return provider.Interaction.find(uid);
}

const page = (status: number, body: string): DoorResponse => ({
  status,
  contentType: 'text/html; charset=utf-8',
  body,
  hasForm: true,
});

const redirect = (location: string): DoorResponse => ({
  status: 303,
  contentType: 'text/plain',
  body: '',
  location,
});

const over = ({ render }: Dependencies): DoorResponse =>
  page(
    410,
    render({
      title: 'There is nothing to answer',
      paragraphs: [
        'Either this took too long, or another window has gone on with it.',
        'Go back to the application and sign in again.',
      ],
    }),
  );

/** The provider goes on from here, and judges everything once more. */
async function finish(
  { interaction }: Asking,
  result: InteractionResults,
  asker?: Asker,
): Promise<DoorResponse> {
  const { interaction: asked } = { interaction };
  asked.result = { ...asked.lastSubmission, ...result };
  // The session that it goes on in is the one of now, whichever it began in.
  asked.session = asker && {
    accountId: asker.user.id,
    uid: asker.session.id,
    cookie: '',
  };
  await asked.save(asked.exp - Math.floor(Date.now() / 1000));
  return redirect(asked.returnTo);
}

const pathOf = ({ uid }: Interaction): string => `${MOUNT}${INTERACTION}${uid}`;

const withReturn = (target: string, interaction: Interaction): DoorResponse =>
  redirect(`${target}?return-to=${encodeURIComponent(pathOf(interaction))}`);

type Need = {
  readonly strength: Strength;
  readonly isMet: boolean;
  /** Somebody else is asked for. */
  readonly isOther: boolean;
};

function needOf({ interaction, application }: Asking, { session }: Asker, now: Date): Need {
  const { params, prompt } = interaction;
  const { strength } = requiredBy(params, application.strength);
  const { provenAt } = prompt.details;
  const isNew = session.authenticatedAt.getTime() > Number(provenAt ?? 0);
  const age = seconds(now) - seconds(session.authenticatedAt);
  const isYoung = 'max_age' in params && age <= Number(params['max_age']);
  const mustBeNew = prompt.reasons.some((reason) => NEW_FOR.has(reason));
  const isOther = prompt.reasons.some((reason) => OTHER_FOR.has(reason)) && !isNew;
  const isRecent = !mustBeNew || isNew || (isYoung && !prompt.reasons.includes('login_prompt'));
  const isStrong = isAtLeast(strengthOf(session.assurance), strength);
  return { strength, isMet: isRecent && isStrong && !isOther, isOther };
}

const NEW_FOR = new Set(['login_prompt', 'max_age']);
const OTHER_FOR = new Set(['id_token_hint', 'claims_id_token_sub_value']);

async function askToSignIn(dependencies: Dependencies, asking: Asking): Promise<DoorResponse> {
  const { request, interaction } = asking;
  const asker = await dependencies.whoAsks(request);
  if (asker === undefined) return withReturn(SIGN_IN_PAGE, interaction);
  const need = needOf(asking, asker, dependencies.clock());
  if (need.isMet) return finish(asking, { login: { accountId: asker.user.id } }, asker);
  if (need.isOther) return withReturn(SIGN_IN_PAGE, interaction);
  const begun = await dependencies.beginStepUp({
    session: asker.session,
    returnTo: pathOf(interaction),
    accepts: typesFor(need.strength),
    context: request.context,
  });
  switch (begun.kind) {
    case 'begun':
      return { ...redirect(`${STEP_UP_PAGE}#${begun.signIn.id}`), signInToken: begun.token };
    case 'throttled':
      return tooOften(dependencies, asking);
    case 'sign-in-again':
      return isAtLeast(strengthOf(asker.session.assurance), need.strength)
        ? withReturn(SIGN_IN_PAGE, interaction)
        : tooWeak(dependencies, asking, need.strength);
  }
}

const waysOn = (interaction: Interaction) => [
  { href: pathOf(interaction), label: 'Try again' },
  { href: `${pathOf(interaction)}/cancel`, label: 'Back to the application' },
];

const tooOften = ({ render }: Dependencies, { interaction }: Asking): DoorResponse =>
  page(429, render(tooOftenPage(waysOn(interaction))));

async function tooWeak(
  { render, record }: Dependencies,
  { request, interaction, application }: Asking,
  strength: Strength,
): Promise<DoorResponse> {
  await record({
    event: 'authz_fail',
    outcome: 'failure',
    reason: `strength:${strength}`,
    target: { type: 'application', id: application.id },
    ...auditOf(request.context, undefined),
  });
  return page(403, render(tooWeakPage(application.name, strength, waysOn(interaction))));
}

const SCOPE_TEXTS: Readonly<Record<string, string>> = {
  openid: 'know who you are, as a number that says nothing else',
  profile: 'see your name and your user name',
  email: 'see your mail address',
  groups: 'see which groups you are in',
  offline_access: 'act in your name when you are not there, for up to 30 days',
};

const scopesOf = ({ interaction }: Asking): readonly string[] => {
  const { missingOIDCScope } = interaction.prompt.details;
  if (Array.isArray(missingOIDCScope)) return missingOIDCScope.filter((s) => typeof s === 'string');
  const { scope } = interaction.params;
  return typeof scope === 'string' ? scope.split(' ') : ['openid'];
};

async function askForConsent(dependencies: Dependencies, asking: Asking): Promise<DoorResponse> {
  const { request, interaction, application } = asking;
  const asker = await dependencies.whoAsks(request);
  if (asker === undefined) return withReturn(SIGN_IN_PAGE, interaction);
  return page(
    200,
    dependencies.render({
      title: `${application.name} would like to`,
      paragraphs: [],
      items: scopesOf(asking).map((scope) => SCOPE_TEXTS[scope] ?? scope),
      form: {
        action: pathOf(interaction),
        fields: {},
        label: 'Allow',
        other: { name: 'refuse', value: 'yes', label: 'Do not allow' },
      },
      details: { 'Signed in as': asker.user.login },
    }),
  );
}

/** The consent form, from our own page: a browser says where a form came from. */
async function answer(dependencies: Dependencies, asking: Asking): Promise<DoorResponse> {
  const { request, interaction, application, provider } = asking;
  const asker = await dependencies.whoAsks(request);
  if (!request.isFromHere || interaction.prompt.name !== 'consent' || asker === undefined) {
    return over(dependencies);
  }
  const form = await readForm(request.raw);
  if (form === undefined || form.has('refuse')) return finish(asking, REFUSED, asker);
  const scopes = scopesOf(asking);
  const known = interaction.grantId && (await provider.Grant.find(interaction.grantId));
  const grant =
    known || new provider.Grant({ accountId: asker.user.id, clientId: application.clientId });
  grant.addOIDCScope(scopes.join(' '));
  const { missingOIDCClaims } = interaction.prompt.details;
  if (Array.isArray(missingOIDCClaims)) grant.addOIDCClaims(missingOIDCClaims.map(String));
  await dependencies.agree(asker, { application, scopes, request });
  return finish(asking, { consent: { grantId: await grant.save() } }, asker);
}
