import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/account-text.ts';
import { heading } from './sign-in.ts';

export async function openActivity(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('account-links.activity') }).click();
  await expect(heading(page, t('activity.title'))).toBeVisible();
  await expect(page.getByRole('listitem').first()).toBeVisible();
}

export async function openBrowsers(page: Page): Promise<void> {
  await page.getByRole('button', { name: t('account-links.browsers') }).click();
  await expect(heading(page, t('browsers.title'))).toBeVisible();
  await expect(page.getByText(t('browsers.current'), { exact: true })).toBeVisible();
}

/** The lines with these words, newest first. */
export const lines = (page: Page, words: string) =>
  page.getByRole('listitem').filter({ has: heading(page, words) });

/** The address of the freeze link in a mail's or a message's text. */
export function linkIn(text: string): string {
  const link = /https?:\/\/\S+\/freeze#[\w-]{43}/.exec(text)?.[0];
  if (link === undefined) throw new Error(`no link in: ${text}`);
  return link;
}
