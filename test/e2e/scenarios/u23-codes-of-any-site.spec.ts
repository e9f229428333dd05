import {
  standardTotp,
  timeStepAt,
  totpAt,
} from '../../../apps/server/src/authenticators/totp/totp.ts';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { takePhone } from '../actions/device.ts';
import { heading } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

/** Of twenty bytes of the letter a. */
const KEY = 'MFQW CYLB MFQW CYLB MFQW CYLB MFQW CYLB';
const SECRET = new TextEncoder().encode('a'.repeat(20));

/** What it shows now, or showed or will show half a minute off. */
function near(): readonly string[] {
  const parameters = standardTotp(SECRET);
  const step = timeStepAt(new Date(), parameters);
  return [-1, 0, 1].map((off) => totpAt(step + off, parameters));
}

test('U23 the authenticator shows codes of any site, also without a network', async ({
  browser,
  installation,
}) => {
  const { phone, context, leave } = await takePhone(browser, installation);
  const addCode = async (key: string, name: string) => {
    await phone.getByRole('button', { name: app('home.add-code') }).click();
    await phone.getByLabel(app('add-code.key')).fill(key);
    await phone.getByLabel(app('codes.name')).fill(name);
    await phone.getByRole('button', { name: app('add-code.submit'), exact: true }).click();
  };
  await addCode('no key at all!', 'Shop');
  await expect(phone.getByText(app('add-code.key.wrong'))).toBeVisible();
  await expectAccessible(phone, 'a key');
  await phone.getByRole('button', { name: app('action.cancel') }).click();

  await addCode(KEY, 'Shop');
  await expect(heading(phone, 'Shop')).toBeVisible();
  const shown = phone.locator('.shown-code').first();
  await expect(shown).toBeVisible();
  expect(near()).toContain((await shown.innerText()).replace(' ', ''));
  for (const name of ['Bank', 'Mail', 'Forum']) {
    const uri = `otpauth://totp/${name}:alex?secret=${KEY.replaceAll(' ', '')}&issuer=${name}`;
    await addCode(uri, '');
    await expect(heading(phone, name)).toBeVisible();
  }
  await expectAccessible(phone, 'codes');

  await phone.getByLabel(app('codes.search')).fill('ban');
  await expect(phone.locator('.shown-code')).toHaveCount(1);
  await phone.getByRole('button', { name: app('codes.rename') }).click();
  await phone.getByLabel(app('codes.name')).fill('Banking');
  await phone.getByRole('button', { name: app('action.save') }).click();
  await expect(heading(phone, 'Banking')).toBeVisible();
  await phone.getByRole('button', { name: app('codes.delete'), exact: true }).click();
  await phone.getByRole('button', { name: app('codes.delete.yes') }).click();
  await expect(heading(phone, 'Banking')).toHaveCount(0);

  await phone.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await context.setOffline(true);
  await phone.reload();
  await expect(heading(phone, 'Shop')).toBeVisible();
  const kept = await phone.evaluate(async () => {
    const databases = await indexedDB.databases();
    const open = indexedDB.open(databases[0]?.name ?? '');
    await new Promise((done) => open.addEventListener('success', done));
    const all = open.result.transaction('codes').objectStore('codes').getAll();
    await new Promise((done) => all.addEventListener('success', done));
    return JSON.stringify(all.result, (_, value: unknown) =>
      value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value,
    );
  });
  expect(kept).not.toContain('Shop');
  expect(kept).not.toContain('YWFhYWFh');
  await leave();
});
