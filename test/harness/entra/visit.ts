import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { RelyingPartyId } from '../../../apps/server/src/domain/ids.ts';
import type { RelyingParty } from '../../../apps/server/src/relying-parties/ports.ts';
import type { SignInView } from '../../../packages/contract/src/schemas.ts';
import type { Answer, Browser } from '../world/browser.ts';
import type { World } from '../world/world.ts';
import {
  acceptAnswer,
  type EntraPerson,
  type EntraStandIn,
  type FormWanted,
  makeEntraPerson,
  makeForm,
  readForm,
  type Tenant,
} from './stand-in.ts';

/** A tenant that is connected to an installation, and its people. */
export type Connected = {
  readonly world: World;
  readonly entra: EntraStandIn;
  readonly tenant: Tenant;
  readonly clientId: string;
  readonly party: RelyingParty;
};

export async function connect(
  world: World,
  entra: EntraStandIn,
  settings: Partial<RelyingParty> = {},
): Promise<Connected> {
  const tenant = entra.tenant();
  const party: RelyingParty = {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
    id: randomUUID() as RelyingPartyId,
    name: `Contoso ${tenant.id.slice(0, 4)}`,
    tenantId: tenant.id,
    clientId: randomUUID(),
    cloud: 'global',
    metadataUrl: tenant.metadataUrl,
    link: 'login',
    createsAccounts: false,
    registersInline: false,
    hintMaxAgeMs: 15 * 60_000,
    createdAt: world.clock.now(),
    disabledAt: undefined,
    ...settings,
  };
  const { transact } = world.database;
  assert.ok(await transact('fact', (tx) => tx.relyingParties.insert(party)));
  return { world, entra, tenant, clientId: party.clientId, party };
}

/** A fresh hint, and the form that Entra makes with it. */
export async function askFor(
  connected: Connected,
  person: EntraPerson,
  wanted: Partial<FormWanted> & { readonly hintClaims?: Readonly<Record<string, unknown>> } = {},
): Promise<URLSearchParams> {
  const { entra, tenant, clientId, world } = connected;
  const { hintClaims: claims = {}, ...form } = wanted;
  const hint = await entra.hint({ tenant, clientId, person, now: world.clock.now(), claims });
  return makeForm({ clientId, hint, ...form });
}

/** The browser posts it for Entra: from another site, and without any cookie of ours. */
export const post = (
  browser: Browser,
  form: URLSearchParams | string,
): Promise<Answer<unknown>> => {
  const { headers } = browser.request('getSession');
  const { cookie: _, ...rest } = headers;
  return browser.send({
    method: 'POST',
    path: '/entra/authorize',
    headers: {
      ...rest,
      origin: 'https://login.microsoftonline.com',
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: form.toString(),
  });
};

/** The page of the administration posts it, for a trial: with the cookies of its own site. */
export const postFromConsole = (
  browser: Browser,
  fields: Readonly<Record<string, string>>,
): Promise<Answer<unknown>> => {
  const { headers, ...rest } = browser.request('getSession');
  return browser.send({
    ...rest,
    method: 'POST',
    path: '/entra/authorize',
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ...fields }).toString(),
  });
};

/** Of the sign-in that a form began. */
export const signInIdOf = ({ headers, status, text }: Answer<unknown>): string => {
  assert.equal(status, 303, text);
  const [path, signInId = ''] = String(headers['location']).split('#');
  assert.equal(path, '/entra/verify');
  return signInId;
};

export type Visit = {
  readonly browser: Browser;
  readonly form: URLSearchParams;
  readonly person: EntraPerson;
  readonly signIn: SignInView;
};

/** From the form to the page that asks for the second step. */
export async function visit(
  connected: Connected,
  person: EntraPerson = makeEntraPerson('nobody@contoso.example'),
  wanted: Parameters<typeof askFor>[2] = {},
): Promise<Visit> {
  const browser = connected.world.browser();
  const form = await askFor(connected, person, wanted);
  const signInId = signInIdOf(await post(browser, form));
  const { value, status, text } = await browser.call('getSignIn', { params: { signInId } });
  assert.equal(status, 200, text);
  return { browser, form, person, signIn: value };
}

export const fetchAnswer = (browser: Browser): Promise<Answer<unknown>> =>
  browser.send({ ...browser.request('getSession'), path: '/entra/answer' });

export const readJson = async (browser: Browser, path: string): Promise<Answer<unknown>> =>
  browser.send({ ...browser.request('getSession'), path });

/** What Entra has read of the provider: its metadata and keys, as they are at the moment. */
export async function readProvider(browser: Browser) {
  const metadata = await readJson(browser, '/entra/.well-known/openid-configuration');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- asserted where it is used
  const document = metadata.value as { readonly issuer: string; readonly jwks_uri: string };
  const keys = await readJson(browser, new URL(document.jwks_uri).pathname);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as above
  const keySet = keys.value as Parameters<typeof acceptAnswer>[0]['keySet'];
  return { metadata: document, keySet };
}

/** The answer page posts; Entra checks. */
export async function finishVisit({ world }: Connected, { browser, form, person }: Visit) {
  const page = await fetchAnswer(browser);
  assert.equal(page.status, 200, page.text);
  const provider = await readProvider(world.browser());
  const answered = readForm(page.text);
  const now = world.clock.now();
  return { page, payload: await acceptAnswer({ ...provider, answered, form, person, now }) };
}
