import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { Installation } from '../installation.ts';

export const heading = (page: Page, name: string) => page.getByRole('heading', { name });

export async function typePassword(page: Page, person: PersonInHand): Promise<void> {
  await page.goto('/sign-in');
  await fillPassword(page, person);
}

/** On the page as it is. */
export async function fillPassword(page: Page, person: PersonInHand): Promise<void> {
  await page.getByLabel(t('field.login')).fill(person.login);
  await page.getByLabel(t('field.password'), { exact: true }).fill(person.password);
  await page.getByRole('button', { name: t('sign-in.submit'), exact: true }).click();
}

export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(t('code.label')).fill(code);
  await page.getByRole('button', { name: t('action.verify') }).click();
}

export async function expectSignedIn(page: Page): Promise<void> {
  await expect(heading(page, t('security-info.title'))).toBeVisible();
  await expect(page).toHaveURL(/\/security-info$/);
}

/** All the way in, for somebody whose app is asked for first. */
export async function signInWithApp(page: Page, installation: Installation, person: PersonInHand) {
  await typePassword(page, person);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await typeCode(page, await installation.ask('code', person.login));
  await expectSignedIn(page);
}

export async function openOptions(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('options.title') }).click();
  await expect(heading(page, t('options.title'))).toBeVisible();
}

export async function choose(page: Page, option: string): Promise<void> {
  await page.getByRole('button', { name: option }).click();
}
