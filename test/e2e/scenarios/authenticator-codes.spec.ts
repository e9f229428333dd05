import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { addCodes, openSettings } from '../actions/codes.ts';
import { addDevice, takePhone } from '../actions/device.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const PASSPHRASE = 'a long enough sentence';

async function save(phone: Page, passphrase: string, again = passphrase): Promise<void> {
  await phone.getByLabel(app('export.passphrase')).first().fill(passphrase);
  await phone.getByLabel(app('export.again')).fill(again);
  await phone.getByRole('button', { name: app('export.submit') }).click();
}

async function bring(phone: Page, content: string, passphrase: string): Promise<void> {
  const part = phone.getByRole('region', { name: app('import.title') });
  const buffer = Buffer.from(content);
  const file = { name: 'codes.json', mimeType: 'application/json', buffer } as const;
  await part.getByLabel(app('import.file')).setInputFiles(file);
  await part.getByLabel(app('export.passphrase')).fill(passphrase);
  await part.getByRole('button', { name: app('import.submit') }).click();
}

test('U23 codes are saved in a file that only its passphrase opens, and brought to another phone', async ({
  page,
  browser,
  installation,
  person,
}) => {
  await signInWithApp(page, installation, await person({ apps: 1 }));
  const { phone, leave } = await takePhone(browser, installation);
  await addDevice(page, phone);
  await addCodes(phone, 'Shop', 'Bank');
  await openSettings(phone);
  await save(phone, 'short');
  await expect(phone.getByText(app('export.too-short', { letters: 12 }))).toBeVisible();
  await save(phone, PASSPHRASE, 'another sentence');
  await expect(phone.getByText(app('export.not-the-same'))).toBeVisible();
  await expectAccessible(phone, 'settings with codes');
  const downloading = phone.waitForEvent('download');
  await save(phone, PASSPHRASE);
  const text = readFileSync(await (await downloading).path(), 'utf8');
  await expect(phone.getByText(app('export.done'))).toBeVisible();
  expect(text).not.toContain('Shop');
  expect(text).not.toContain('Example Organisation');

  const other = await takePhone(browser, installation);
  await addCodes(other.phone, 'Bank');
  await openSettings(other.phone);
  await bring(other.phone, 'something else', PASSPHRASE);
  await expect(other.phone.getByText(app('import.no-export'))).toBeVisible();
  await bring(other.phone, text.replace('"data":"', '"data":"A'), PASSPHRASE);
  await expect(other.phone.getByText(app('import.damaged'))).toBeVisible();
  await bring(other.phone, text, 'not the sentence');
  await expect(other.phone.getByText(app('import.wrong-passphrase'))).toBeVisible();
  await bring(other.phone, text, PASSPHRASE);
  await expect(other.phone.getByText(app('import.done', { added: 1, known: 1 }))).toBeVisible();
  await other.phone.getByRole('button', { name: app('action.back') }).click();
  await expect(heading(other.phone, 'Shop')).toBeVisible();
  await expect(other.phone.locator('.shown-code')).toHaveCount(2);
  await expect(other.phone.getByText('Example Organisation')).toHaveCount(0);
  await leave();
  await other.leave();
});

test('U23 codes are put in order by touch and by keyboard, and stay so', async ({
  browser,
  installation,
}) => {
  const { phone, leave } = await takePhone(browser, installation);
  await addCodes(phone, 'One', 'Two', 'Three');
  const names = phone.locator('.codes h3');
  await expect(names).toHaveText(['One', 'Two', 'Three']);
  const card = (name: string) => phone.getByRole('listitem').filter({ hasText: name });
  await card('Three')
    .getByRole('button', { name: app('codes.up') })
    .tap();
  await expect(names).toHaveText(['One', 'Three', 'Two']);
  const down = card('One').getByRole('button', { name: app('codes.down') });
  await down.focus();
  await phone.keyboard.press('Enter');
  await expect(names).toHaveText(['Three', 'One', 'Two']);
  await expect(down).toBeFocused();
  await phone.keyboard.press('Space');
  await expect(names).toHaveText(['Three', 'Two', 'One']);
  await expect(down).toBeFocused();
  await expect(down).toHaveAttribute('aria-disabled', 'true');
  await phone.keyboard.press('Enter');
  await expectAccessible(phone, 'codes in order');
  await phone.screenshot({ path: 'playwright-output/codes.png', fullPage: true });
  await phone.reload();
  await expect(names).toHaveText(['Three', 'Two', 'One']);
  await leave();
});
