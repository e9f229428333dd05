import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import { heading, openOptions, choose, signInWithApp, typeCode } from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const BODY =
  '<!doctype html><html lang="en"><head><title>Payments</title><link rel="icon" href="data:,"></head><body><h1>Payments</h1></body></html>';

/** The program that a browser comes back to, on this machine. */
async function startProgram(page: Page) {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(BODY),
  );
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const returnUrl = `http://localhost:${port}/verified`;
  return {
    returnUrl,
    isBack: async () => {
      await expect(heading(page, 'Payments')).toBeVisible();
      return new URL(page.url()).searchParams;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
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

  const { returnUrl, isBack, close } = await startProgram(page);
  const asked = { strength: 'phishing-resistant', returnUrl };
  const { url, verificationId } = await installation.ask('handOver', somebody.login, asked);
  await page.goto(url);
  const back = await isBack();
  expect(back.get('verification')).toBe(verificationId);
  expect(back.get('code')).toMatch(/^[\w-]{43}$/);
  close();
});

test('a handed over person can choose, reload and give up; the link works for nobody else', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1, passkeys: [{}] });
  const { returnUrl, isBack, close } = await startProgram(page);
  const { url } = await installation.ask('handOver', somebody.login, { returnUrl });
  await page.setViewportSize({ width: 320, height: 700 });
  await page.goto(url);
  await expect(page.getByText(t('handover.asker', { name: 'Payment of 100' }))).toBeVisible();
  await expect(page).toHaveURL(/\/verify$/);
  await expectAccessible(page, 'the page of a handover');
  await expectNoSidewaysScrolling(page, 'the page of a handover');
  await page.reload();
  await expect(page.getByText(t('handover.asker', { name: 'Payment of 100' }))).toBeVisible();

  const other = await browser.newPage({ baseURL: installation.url });
  await other.goto(url);
  await expect(heading(other, t('handover.nothing.title'))).toBeVisible();
  await expectAccessible(other, 'a handover that is over');
  await other.close();

  await openOptions(page);
  await choose(page, t('handover.cancel'));
  expect((await isBack()).get('error')).toBe('not_verified');

  const asked = { methods: ['totp'], returnUrl };
  const again = await installation.ask('handOver', somebody.login, asked);
  await page.goto(again.url);
  await typeCode(page, await installation.ask('code', somebody.login));
  expect((await isBack()).get('code')).not.toBeNull();
  close();
});
