import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import { heading, openOptions, choose, signInWithApp, typeCode } from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

/** The program that a browser comes back to. */
async function openProgram(page: Page, returnUrl: string) {
  const { origin, pathname } = new URL(returnUrl);
  await page.route(`${origin}/**`, (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: '<!doctype html><html lang="en"><head><title>Payments</title><link rel="icon" href="data:,"></head><body><h1>Payments</h1></body></html>',
    }),
  );
  return {
    isBack: () => page.waitForURL((url) => url.origin === origin && url.pathname === pathname),
  };
}

test('a program hands somebody over, who verifies with a passkey and comes back with a code', async ({
  page,
  installation,
  person,
}) => {
  await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await press(page, `${t('action.add')} ${t('method.passkey')}`);
  await press(page, t('passkey.add.make'));
  await expect(page.getByText(t('security-info.saved.passkey'))).toBeVisible();
  await press(page, t('account.sign-out'));

  const asked = { strength: 'phishing-resistant' };
  const { url, returnUrl, verificationId } = await installation.ask(
    'handOver',
    somebody.login,
    asked,
  );
  const { isBack } = await openProgram(page, returnUrl);
  await page.goto(url);
  await isBack();
  const address = new URL(page.url());
  expect(address.searchParams.get('verification')).toBe(verificationId);
  expect(address.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
});

test('a handed over person can choose, reload and give up; the link works for nobody else', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1, passkeys: [{}] });
  const { url, returnUrl } = await installation.ask('handOver', somebody.login);
  const { isBack } = await openProgram(page, returnUrl);
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(url);
  await expect(page.getByText(t('handover.asker', { name: 'Payment of 100' }))).toBeVisible();
  await expect(page).toHaveURL(/\/verify$/);
  await expectAccessible(page, 'the page of a handover');
  await expectNoSidewaysScrolling(page, 'the page of a handover');
  await page.reload();
  await openOptions(page);
  await choose(page, t('option.totp'));
  await expect(heading(page, t('code.totp.title'))).toBeVisible();

  const other = await browser.newPage({ baseURL: installation.url });
  await other.goto(url);
  await expect(heading(other, t('handover.nothing.title'))).toBeVisible();
  await expectAccessible(other, 'a handover that is over');
  await other.close();

  await openOptions(page);
  await choose(page, t('handover.cancel'));
  await isBack();
  expect(new URL(page.url()).searchParams.get('error')).toBe('not_verified');

  const again = await installation.ask('handOver', somebody.login, { methods: ['totp'] });
  await page.goto(again.url);
  await typeCode(page, await installation.ask('code', somebody.login));
  await isBack();
  expect(new URL(page.url()).searchParams.get('code')).not.toBeNull();
});
