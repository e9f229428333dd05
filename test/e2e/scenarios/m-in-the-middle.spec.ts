import type { Page } from '@playwright/test';
import { CSRF_HEADER } from '../../../packages/contract/src/endpoints.ts';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import { type ManInTheMiddle, standInTheMiddle } from '../actions/man-in-the-middle.ts';
import {
  expectSignedIn,
  fillPassword,
  heading,
  signInWithApp,
  typeCode,
} from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

type Sent = {
  readonly path: string;
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
};

/** From the page that stands under the other name, as its scripts would. */
const send = (page: Page, sent: Sent) =>
  page.evaluate(async ({ path, ...init }) => {
    const response = await fetch(path, init);
    const value: Record<string, unknown> = await response.json();
    return { status: response.status, value };
  }, sent);

test.describe('M09 a reverse proxy on another host name in front of the server', () => {
  let between: ManInTheMiddle;
  test.beforeAll(async ({ installation }) => {
    between = await standInTheMiddle(installation.url);
  });
  test.afterAll(() => between.close());

  test('M09 a passkey is worth nothing there', async ({ page, installation, person }) => {
    await addAuthenticator(page);
    const somebody = await person({ apps: 1 });
    await signInWithApp(page, installation, somebody);
    await press(page, `${t('action.add')} ${t('method.passkey')}`);
    await press(page, t('passkey.add.make'));
    await expect(page.getByText(t('security-info.saved.passkey'))).toBeVisible();
    await press(page, t('account.sign-out'));
    await page.waitForURL(/sign-in/);

    await page.goto(`${between.url}/sign-in`);
    await press(page, t('passkey.sign-in'));
    await expect(page.getByText(t('passkey.cancelled'))).toBeVisible();
    expect((await send(page, { path: '/api/v1/session' })).status).toBe(401);
    // At home the same key signs in.
    await page.goto('/sign-in');
    await press(page, t('passkey.sign-in'));
    await expectSignedIn(page);
  });

  test('M09 a code gets through: its owner is told within 60 s, and changes ask for a new proof', async ({
    page,
    browser,
    installation,
    person,
  }) => {
    const somebody = await person({ apps: 1 });
    await signInWithApp(page, installation, somebody);
    await installation.ask('advance', 60_000);

    const victim = await browser.newPage();
    await victim.goto(`${between.url}/sign-in`);
    await fillPassword(victim, somebody);
    await expect(heading(victim, t('code.totp.title'))).toBeVisible();
    const began = Date.now();
    await typeCode(victim, await installation.ask('code', somebody.login));
    await expectSignedIn(victim);
    await expect
      .poll(async () => (await installation.ask('mails', somebody.email)).map((m) => m.subject))
      .toContain('A sign-in to your account with a new browser, from a new place');
    expect(Date.now() - began).toBeLessThan(60_000);
    const told = await installation.ask('mails', somebody.email);
    expect(told.at(-1)?.text).toContain('203.0.113.x');

    await installation.ask('advance', 6 * 60_000);
    const { value } = await send(victim, { path: '/api/v1/session' });
    const headers = {
      [CSRF_HEADER]: String(value['csrfToken']),
      'content-type': 'application/json',
    };
    const change = { path: '/api/v1/bindings/app', method: 'POST', headers, body: '{}' };
    const refused = await send(victim, change);
    expect([refused.status, refused.value['code']]).toEqual([403, 'step_up_required']);
    await victim.close();
  });
});
