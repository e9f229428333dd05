import { t } from '../../../packages/ui/src/security-info-text.ts';
import { confirmByText, typeNumber } from '../actions/methods.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U13 an app and the only number on one phone: urged to add a second number', async ({
  page,
  installation,
  person,
  number,
}) => {
  const second = number('30');
  const phones = { mobile: number('67') };
  await signInWithApp(page, installation, await person({ phones, apps: 1, prefers: 'totp' }));
  await expect(page.getByText(t('lock-out.same-device'), { exact: true })).toBeVisible();
  await page.getByRole('button', { name: t('lock-out.add-number') }).click();
  await expect(heading(page, t('method.alternate'))).toBeVisible();
  await typeNumber(page, second, 'text');
  await confirmByText(page, installation, second);
  await expect(page.getByText('+X XXXXXXXX30')).toBeVisible();
  await expect(page.getByText(t('lock-out.same-device'), { exact: true })).toHaveCount(0);
});

test('U13 M05 an app alone, and no codes: both are said, and what helps is a press away', async ({
  page,
  installation,
  person,
}) => {
  await signInWithApp(page, installation, await person({ apps: 1 }));
  await expect(page.getByText(t('lock-out.app'), { exact: true })).toBeVisible();
  await expect(page.getByText(t('codes.none'), { exact: true })).toBeVisible();
  await page
    .getByRole('button', { name: t('method.codes.make') })
    .first()
    .click();
  await expect(heading(page, t('recovery.title'))).toBeVisible();
});

test('M05 with two codes left the page warns, and the sheet is complete, on paper and in a file', async ({
  page,
  installation,
  person,
  number,
}) => {
  const phones = { mobile: number('67'), alternate: number('30') };
  const somebody = await person({ phones, apps: 1, recoveryCodes: 2, prefers: 'totp' });
  await signInWithApp(page, installation, somebody);
  await expect(page.getByText(t('codes.few-left', { n: 2 }), { exact: true })).toBeVisible();
  await page
    .getByRole('button', { name: t('method.codes.make-new') })
    .first()
    .click();
  await page.getByRole('button', { name: t('recovery.make-new') }).click();
  const sheet = page.getByRole('region', { name: t('recovery.sheet.label') });
  const codes = await sheet.getByRole('listitem').allInnerTexts();

  const downloading = page.waitForEvent('download');
  await page.getByRole('button', { name: t('recovery.download') }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/\.txt$/);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  const file = Buffer.concat(chunks).toString('utf8');
  for (const [index, code] of codes.entries()) expect(file).toContain(`${index + 1}. ${code}`);
  expect(file).toContain('Example Organisation');
  expect(file).toContain(somebody.login);

  await page.emulateMedia({ media: 'print' });
  const words = await page.locator('body').innerText();
  for (const wanted of [...codes, 'Example Organisation', somebody.login, '2026']) {
    expect(words).toContain(wanted);
  }
  await expect(page.getByRole('button', { name: t('recovery.print') })).toBeHidden();
  await expect(page.getByRole('button', { name: t('account.sign-out') })).toBeHidden();
  await expect(page.getByText(t('recovery.once'))).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await page.getByRole('checkbox', { name: t('recovery.saved') }).check();
  await page.getByRole('button', { name: t('action.done') }).click();
  await expect(page.getByText(t('standing.good'), { exact: true })).toBeVisible();
});
