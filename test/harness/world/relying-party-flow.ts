import assert from 'node:assert/strict';
import { postFromConsole, signInIdOf } from '../entra/visit.ts';
import type { Browser } from './browser.ts';
import { comeBack, PURPOSE, RETURN_URL } from './handover.ts';
import { bearer, orderKey } from './key.ts';
import type { Person } from './person.ts';
import { mustBe, noteOf, type Told } from './told.ts';
import type { World } from './world.ts';

const REASON = 'asked for at the desk';

type Staff = { readonly browser: Browser; readonly person: Person };

/** A tenant and an application: connected, tried, switched off and on, and removed. */
export async function connectOthers(world: World, told: Told, staff: Staff): Promise<void> {
  const { browser } = staff;
  const body = { reason: REASON };
  const tenant = {
    name: 'Contoso',
    tenantId: '9122040d-6c67-4c5b-b112-36a304b66dad',
    clientId: '600b719b-3766-4dc5-95a6-3c4a8dc31885',
    // Nothing listens there: the check says so at once.
    metadataUrl: 'http://127.0.0.1:9/',
  };
  const { tenants } = mustBe(
    201,
    await browser.call('addTenant', { body: { ...tenant, ...body } }),
  );
  const params = { partyId: tenants[0]?.id ?? '' };
  mustBe(200, await browser.call('listTenants'));
  mustBe(200, await browser.call('checkTenant', { params }));
  for (const state of ['disabled', 'enabled'] as const) {
    mustBe(200, await browser.call('setTenantState', { params, body: { ...body, state } }));
  }
  await tryOut(world, told, { ...staff, partyId: params.partyId });
  mustBe(200, await browser.call('removeTenant', { params, body }));
  await registerWiki(told, browser);
}

async function registerWiki(told: Told, browser: Browser): Promise<void> {
  const body = { reason: REASON };
  const redirectUris = ['https://wiki.example.org/callback'];
  const wiki = { name: 'Wiki', redirectUris, ...body };
  const made = mustBe(201, await browser.call('createApplication', { body: wiki }));
  told.note('client secret', made.secret ?? '');
  const { applications } = mustBe(200, await browser.call('listApplications'));
  const params = { applicationId: applications[0]?.id ?? '' };
  const of = { params, body };
  const { secret } = mustBe(200, await browser.call('replaceApplicationSecret', of));
  told.note('client secret', secret ?? '');
  for (const state of ['disabled', 'enabled'] as const) {
    mustBe(200, await browser.call('setApplicationState', { params, body: { ...body, state } }));
  }
  mustBe(200, await browser.call('removeApplication', of));
}

/** What the tenant would be told of whoever is signed in: from the form to the outcome. */
async function tryOut(
  world: World,
  told: Told,
  { browser, person, partyId }: Staff & { readonly partyId: string },
): Promise<void> {
  const { fields } = mustBe(200, await browser.call('tryTenant', { params: { partyId } }));
  told.note('hint', fields['id_token_hint'] ?? '');
  const signInId = signInIdOf(await postFromConsole(browser, fields));
  const begun = mustBe(200, await browser.call('getSignIn', { params: { signInId } }));
  const asked = mustBe(200, await browser.choose(begun, 'totp'));
  // The code of the app may have been typed a moment ago.
  world.clock.advance(30_000);
  const output = person.code();
  told.note('code', output);
  const { returnTo } = mustBe(200, await browser.verify(asked, output));
  const trialId = new URL(returnTo, world.publicUrl).searchParams.get('trial') ?? '';
  // With the token of the session again, after that of the sign-in.
  mustBe(200, await browser.call('getSession'));
  const read = mustBe(200, await browser.call('readTrial', { params: { trialId } }));
  assert.equal(read.state, 'verified');
}

/** A program hands a person over to our page, and reads what came of it. */
export async function handOverByProgram(world: World, told: Told): Promise<void> {
  const { key } = await orderKey(world, ['verification'], { returnUrls: [RETURN_URL] });
  told.note('API key', key);
  const person = await world.person({ login: 'handed-over', apps: 1 });
  noteOf(told, person);
  const program = told.browser();
  const { login } = person;
  const body = {
    login,
    purpose: PURPOSE,
    clientAddress: '192.0.2.82',
    returnUrl: RETURN_URL,
  };
  const begun = await program.call('beginHandover', { body }, bearer(key));
  const { url, verificationId } = mustBe(201, begun);
  told.note('link', new URL(url).hash.slice(1));
  const code = await comeBack(told, person, url);
  told.note('code that came back', code);
  const given = { params: { verificationId }, body: { code } };
  mustBe(200, await program.call('readHandover', given, bearer(key)));
}
