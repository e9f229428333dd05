import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import { row } from '../actions/methods.ts';
import { endSetUp } from '../actions/set-up.ts';
import {
  expectSignedIn,
  fillPassword,
  heading,
  openOptions,
  signInWithApp,
  typeCode,
  typePassword,
} from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

async function addPasskey(page: Page): Promise<void> {
  await press(page, `${t('action.add')} ${t('method.passkey')}`);
  await expect(heading(page, t('passkey.add.title'))).toBeVisible();
  await press(page, t('passkey.add.make'));
}

async function expectAdded(page: Page): Promise<void> {
  await expect(page.getByText(t('security-info.saved.passkey'))).toBeVisible();
}

const signOut = (page: Page) => press(page, t('account.sign-out'));

test('U35 adds a passkey after proving again; afterwards it alone signs in', async ({
  page,
  installation,
  person,
}) => {
  const authenticator = await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await installation.ask('advance', 6 * 60_000);
  await addPasskey(page);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(t('step-up.title'))).toBeVisible();
  await typeCode(page, await installation.ask('code', somebody.login));
  await expectAdded(page);
  await expect(
    row(page, t('method.passkey')).getByText(t('method.passkey.one-device')),
  ).toBeVisible();

  await signOut(page);
  await press(page, t('passkey.sign-in'));
  await expectSignedIn(page);
  const events = await installation.ask('audit', somebody.id);
  expect(events.map(({ event }) => event)).toContain('factor.enrolled');

  // A change asks for the passkey now, and says so.
  await installation.ask('advance', 6 * 60_000);
  await authenticator.answers(false);
  await press(page, `${t('action.rename')} ${t('method.passkey')}`);
  const name = page.getByRole('textbox', { name: t('rename.name') });
  await name.fill('Laptop');
  await name.press('Enter');
  await expect(page.getByText(t('step-up.passkey'))).toBeVisible();
});

test('U35 the suggestions of the user name sign in, without a press', async ({
  page,
  installation,
  person,
}) => {
  await addAuthenticator(page, 'internal');
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addPasskey(page);
  await expectAdded(page);
  await signOut(page);
  await expectSignedIn(page);
});

test('U35 without verification a passkey is the second step, and not both', async ({
  page,
  installation,
  person,
}) => {
  const authenticator = await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addPasskey(page);
  await expectAdded(page);
  await authenticator.moveToPlainOne();
  await signOut(page);
  await press(page, t('passkey.sign-in'));
  await expect(page.getByText(t('passkey.cancelled'))).toBeVisible();

  await typePassword(page, somebody);
  await openOptions(page);
  await press(page, t('option.passkey'));
  await expectSignedIn(page);
});

/** Somebody whose first method is a passkey; signed in. */
async function setUpPasskey(page: Page, somebody: PersonInHand): Promise<void> {
  await typePassword(page, somebody);
  await press(page, t('set-up.start'));
  await page.getByRole('radio', { name: t('contact.passkey') }).check();
  await press(page, t('action.next'));
  await press(page, t('passkey.add.make'));
  await expect(page.getByText(t('set-up.first-works'))).toBeVisible();
  await press(page, t('set-up.step3.skip'));
  await endSetUp(page);
  await expectSignedIn(page);
}

test('U35 a dialog that was closed says so, and another option is at hand', async ({
  page,
  person,
}) => {
  const authenticator = await addAuthenticator(page);
  const somebody = await person({ state: 'enabled' });
  await setUpPasskey(page, somebody);
  await authenticator.answers(false);
  await signOut(page);
  await closeNextDialog(page);
  await fillPassword(page, somebody);
  await expect(heading(page, t('passkey.title'))).toBeVisible();
  await expect(page.getByText(t('passkey.cancelled.next'))).toBeVisible();
  await expectAccessible(page, 'passkey');
  await expectNoSidewaysScrolling(page, 'passkey');
  await openOptions(page);
  await expect(page.getByRole('button', { name: t('option.saved-recovery-code') })).toBeVisible();
  await authenticator.answers(true);
  await press(page, t('action.back'));
  await expectSignedIn(page);
});

test('U24 U35 a passkey that was asked for again is remembered like a code', async ({
  page,
  person,
}) => {
  const authenticator = await addAuthenticator(page);
  const somebody = await person({ state: 'enabled' });
  await setUpPasskey(page, somebody);
  await authenticator.answers(false);
  await signOut(page);
  await closeNextDialog(page);
  await fillPassword(page, somebody);
  await page.getByRole('checkbox', { name: t('remember.days', { days: 14 }) }).check();
  await authenticator.answers(true);
  await press(page, t('passkey.use'));
  await expectSignedIn(page);
  await authenticator.answers(false);
  await signOut(page);
  await fillPassword(page, somebody);
  await expectSignedIn(page);
});

/** The browser's own dialogs are out of a test's reach: this is what a closed one comes to. */
const closeNextDialog = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const get = navigator.credentials.get.bind(navigator.credentials);
    navigator.credentials.get = (options) => {
      if (options?.mediation === 'conditional') return get(options);
      navigator.credentials.get = get;
      return Promise.reject(new DOMException('closed', 'NotAllowedError'));
    };
  });

test('U35 a copy of the key is refused and noticed', async ({ page, installation, person }) => {
  const authenticator = await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addPasskey(page);
  await expectAdded(page);
  const counter = await authenticator.counter();
  await authenticator.setCounter(counter + 100);
  await signOut(page);
  await press(page, t('passkey.sign-in'));
  await expectSignedIn(page);

  await authenticator.setCounter(counter);
  await signOut(page);
  await press(page, t('passkey.sign-in'));
  await expect(page.getByText(t('passkey.sign-in.refused'))).toBeVisible();
  const events = await installation.ask('audit', somebody.id);
  expect(events.map(({ event }) => event)).toContain('webauthn.counter_regressed');
});

test('U35 a page of somebody else gets an answer that signs nobody in', async ({
  page,
  installation,
  person,
}) => {
  await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addPasskey(page);
  await expectAdded(page);

  // The same host name on another port: the browser lets it ask for our passkeys.
  const origin = installation.url;
  const headers = { origin };
  const begun = await page.request.post('/api/v1/sign-in/passkey/options', { headers });
  const { publicKey } = await begun.json();
  await page.route('http://localhost:9/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<title>You have won</title>' }),
  );
  await page.goto('http://localhost:9/');
  const output = await page.evaluate(async (options) => {
    const asked = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = await navigator.credentials.get({ publicKey: asked });
    return credential instanceof PublicKeyCredential ? credential.toJSON() : undefined;
  }, publicKey);
  expect(output).toBeDefined();
  const answer = await page.request.post(`${origin}/api/v1/sign-in/passkey`, {
    headers,
    data: { output },
  });
  expect(answer.status()).toBe(401);
  const events = await installation.ask('audit', somebody.id);
  expect(events).toContainEqual({
    event: 'webauthn.policy_refused',
    outcome: 'failure',
    reason: 'wrong_origin',
  });
});
