import { t } from '../../../packages/ui/src/security-info-text.ts';
import { addApp } from '../actions/methods.ts';
import { choose, heading, openOptions, signInWithApp, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

const LABEL = '<img src=x onerror=alert(1)>';

test('D17 H08 a label that looks like a page is shown as text', async ({
  page,
  installation,
  person,
}) => {
  const dialogs: string[] = [];
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  const somebody = await person({ apps: 1 });
  await signInWithApp(page, installation, somebody);
  await addApp(page, installation, LABEL);
  await expect(page.getByText(LABEL, { exact: true })).toBeVisible();
  await page
    .getByRole('button', { name: `${t('action.delete')} ${t('method.app')}, ${LABEL}` })
    .click();
  await expect(page.getByRole('dialog').getByText(LABEL)).toBeVisible();
  await page.getByRole('button', { name: t('delete.keep') }).click();
  await page.getByRole('button', { name: t('account.sign-out') }).click();

  await installation.ask('advance', 30_000);
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, `${t('option.totp')} (${LABEL})`);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await expect(page.locator('img[src="x"]')).toHaveCount(0);
  expect(dialogs).toEqual([]);
});
