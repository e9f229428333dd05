import type { Page } from '@playwright/test';
import { t as admin } from '../../../packages/ui/src/admin-text.ts';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const WORDS = 'Bonjour. Ici {organisation}.';

/** What a call says first, in French; empty: the standard again. */
async function sayInFrench(page: Page, words: string): Promise<void> {
  const name = admin('voice.message.approve.greeting');
  const greeting = page.getByRole('group', { name, exact: true });
  await greeting.getByRole('button', { name: admin('voice.words.change') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(admin('voice.words'), { exact: true }).fill(words);
  await dialog.getByLabel(admin('help.reason'), { exact: true }).fill('an office in Lyon');
  await dialog.getByRole('button', { name: admin('help.save') }).click();
  await expect(dialog).toHaveCount(0);
}

async function look(page: Page, name: string): Promise<void> {
  const size = page.viewportSize();
  await expectAccessible(page, name);
  await page.setViewportSize({ width: 320, height: 720 });
  await expectNoSidewaysScrolling(page, name);
  if (size !== null) await page.setViewportSize(size);
}

test('calls get words in another language, and whoever wants it chooses it', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const theirs = await browser.newPage();
  await signInWithApp(theirs, installation, await person({ apps: 1 }));
  await expect(theirs.getByRole('heading', { name: t('language.title') })).toHaveCount(0);

  await openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));
  await openPart(page, admin('voice.title'), admin('voice.messages'));
  await page.getByLabel(admin('voice.shown.add')).fill('French');
  await page.getByRole('button', { name: admin('voice.shown.go') }).click();
  await expect(page.getByText(admin('voice.language.wrong'))).toBeVisible();
  await page.getByLabel(admin('voice.shown.add')).fill('fr');
  await page.getByRole('button', { name: admin('voice.shown.go') }).click();
  const languages = page.getByRole('group', { name: admin('voice.shown') });
  await expect(languages.getByRole('button')).toHaveCount(2);
  await sayInFrench(page, WORDS);
  await expect(page.getByText(admin('voice.own', { text: WORDS }))).toBeVisible();
  await look(page, 'the words of a language');
  await languages.getByRole('button').first().click();
  await expect(page.getByText(admin('voice.own', { text: WORDS }))).toHaveCount(0);

  await theirs.reload();
  const section = theirs.locator('#language');
  await section.getByLabel(t('language.label')).selectOption('fr');
  await section.getByRole('button', { name: t('language.save') }).click();
  await expect(theirs.getByText(t('language.saved'))).toBeVisible();
  await look(theirs, 'the language of calls');
  await theirs.reload();
  await expect(section.getByLabel(t('language.label'))).toHaveValue('fr');
  await theirs.close();

  await languages.getByRole('button').last().click();
  await sayInFrench(page, '');
  await expect(page.getByText(admin('voice.own', { text: WORDS }))).toHaveCount(0);
});
