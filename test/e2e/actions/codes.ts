import { expect, type Page } from '@playwright/test';
import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { heading } from './sign-in.ts';

/** On the phone: codes of a site, by their address. */
export async function addCodes(phone: Page, ...names: readonly string[]): Promise<void> {
  for (const name of names) {
    // Each site has a key of its own, and always the same.
    const secret = name
      .toUpperCase()
      .replaceAll(/[^A-Z]/g, '')
      .padEnd(16, 'MFQWCYLB')
      .slice(0, 16);
    const uri = `otpauth://totp/${name}:alex?secret=${secret}&issuer=${name}`;
    await phone.getByRole('button', { name: app('home.add-code') }).click();
    await phone.getByLabel(app('add-code.key')).fill(uri);
    await phone.getByRole('button', { name: app('add-code.submit'), exact: true }).click();
    await expect(heading(phone, name)).toBeVisible();
  }
}

export const openSettings = (phone: Page): Promise<void> =>
  phone.getByRole('button', { name: app('settings.title') }).click();

/** Everything that the app keeps, as somebody who copies the storage would find it; keys do not come out. */
export const stored = (phone: Page): Promise<string> =>
  phone.evaluate(async () => {
    const open = indexedDB.open('authenticator');
    await new Promise((done) => open.addEventListener('success', done));
    const names = [...open.result.objectStoreNames];
    const found: unknown[] = [];
    for (const name of names) {
      const all = open.result.transaction(name).objectStore(name).getAll();
      await new Promise((done) => all.addEventListener('success', done));
      found.push(...all.result.map((row: unknown) => ({ name, row })));
    }
    open.result.close();
    return JSON.stringify(found, (_, value: unknown) => {
      if (value instanceof CryptoKey) return `${value.extractable ? 'open' : 'closed'} key`;
      return value instanceof ArrayBuffer ? new TextDecoder('latin1').decode(value) : value;
    });
  });
