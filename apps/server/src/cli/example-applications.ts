import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Credentials, WantedApplication } from '#administration/change-applications.ts';
import { issuerOf } from '#oidc/issuer.ts';
import { makeAdministration } from './administration.ts';
import { Refusal } from './explain-error.ts';
import { findFreePort } from './free-port.ts';
import type { Installation } from './installation.ts';
import { type Beside, runBeside } from './run-beside.ts';

export type ExampleApplications = {
  readonly urls: Readonly<Record<'office' | 'cloud', string>>;
  readonly stop: () => Promise<void>;
};

const MAIN = path.join(import.meta.dirname, '../../../../examples/main.ts');
const FIRST_PORT = 8082;
const PATIENCE_MS = 10_000;
const ORDER = { operator: 'evaluation', reason: 'example applications' } as const;

type Urls = ExampleApplications['urls'];

/** An office suite and a cloud console that sign people in here: two applications of My Apps. */
export async function startExampleApplications(
  installation: Installation,
  taken: readonly number[],
): Promise<ExampleApplications> {
  const officePort = await findFreePort(FIRST_PORT, taken);
  const cloudPort = await findFreePort(officePort + 1, taken);
  const urls: Urls = {
    office: `http://localhost:${officePort}`,
    cloud: `http://localhost:${cloudPort}`,
  };
  const office = await register(installation, exampleApplication('Example Office', urls.office));
  const cloud = await register(installation, exampleApplication('Example Cloud', urls.cloud));
  const beside = runBeside(MAIN, {
    ISSUER: issuerOf(installation.config.publicUrl),
    OFFICE_URL: urls.office,
    OFFICE_CLIENT_ID: office.clientId,
    OFFICE_CLIENT_SECRET: office.secret ?? '',
    CLOUD_URL: urls.cloud,
    CLOUD_CLIENT_ID: cloud.clientId,
    CLOUD_CLIENT_SECRET: cloud.secret ?? '',
  });
  await untilAnswering(`${urls.cloud}/style.css`, beside);
  return { urls, stop: beside.stop };
}

export const exampleApplication = (name: string, url: string): WantedApplication => ({
  name,
  strength: 'two-step',
  consent: 'none',
  startUrl: `${url}/`,
  collection: 'Examples',
  metadata: {
    redirectUris: [`${url}/callback`],
    postLogoutRedirectUris: [`${url}/signed-out`],
    backchannelLogoutUri: `${url}/back-channel-logout`,
    authentication: 'client_secret_basic',
    grantTypes: ['authorization_code'],
    scopes: ['openid', 'profile'],
    isNative: false,
    bindsTokens: false,
    pushesRequests: false,
  },
});

/** Each start has a secret of its own; one whose port has moved is registered anew. */
async function register(
  installation: Installation,
  wanted: WantedApplication,
): Promise<Credentials> {
  const { applications } = makeAdministration(installation);
  const known = await installation.database.stores.applications.findByName(wanted.name);
  if (known !== undefined && known.startUrl === wanted.startUrl) {
    const renewed = await applications.replaceSecret(known, ORDER);
    if (renewed !== undefined) return renewed;
  }
  if (known !== undefined) await applications.remove(known, ORDER);
  const made = await applications.create(wanted, ORDER);
  if (made === undefined) throw new Refusal(`${wanted.name} could not be registered`);
  return made;
}

async function untilAnswering(url: string, { child, stop }: Beside): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(url).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await sleep(20);
  }
  await stop();
  throw new Refusal('the example applications did not start');
}
