import type { Browser, Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { t as later } from '../../../packages/ui/src/later-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { expectSignedIn, heading, typeCode, typePassword } from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const DAY = 24 * 60 * 60_000;
const BOSS = { role: 'administrator', apps: 1 } as const;

async function agree(page: Page, button: string): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('the harbour asked for it');
  await dialog.getByRole('button', { name: button, exact: true }).click();
  await expect(dialog).toHaveCount(0);
}

/** A group with one person in it, so that nobody else is asked. */
async function groupOf(page: Page, login: string): Promise<string> {
  const name = `Quay of ${login}`;
  await openPart(page, t('admin.nav.groups'));
  await page.getByRole('button', { name: t('groups.create') }).click();
  await page.getByLabel(t('groups.name')).fill(name);
  await agree(page, t('help.save'));
  await page.getByRole('button', { name: t('groups.add') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(t('users.search')).fill(login);
  await dialog.getByRole('button', { name: t('users.find') }).click();
  await dialog.getByRole('checkbox', { name: login }).first().check();
  await agree(page, t('groups.add.save'));
  return name;
}

async function inNewPage(browser: Browser, use: (page: Page) => Promise<void>): Promise<void> {
  const page = await browser.newPage({ viewport: { width: 320, height: 740 } });
  await use(page);
  await page.close();
}

test('U38 three skips of a campaign with a day between them, then a passkey has to be set up', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await openAdministration(page, installation, await person(BOSS));
  const group = await groupOf(page, somebody.login);
  await openPart(page, t('admin.nav.policy'));
  await page.getByRole('link', { name: t('policy.campaign') }).click();
  await page.getByRole('checkbox', { name: t('policy.campaign.on') }).check();
  await page
    .getByRole('group', { name: t('policy.campaign.include') })
    .getByRole('checkbox', { name: group })
    .check();
  await expectAccessible(page, 'the question about a campaign');
  await page.getByRole('button', { name: t('policy.preview') }).click();
  await expect(page.getByText(t('policy.preview.touched.one'))).toBeVisible();
  await agree(page, t('policy.save'));

  const upTo = async (theirs: Page) => {
    await typePassword(theirs, somebody);
    await typeCode(theirs, await installation.ask('code', somebody.login));
    await expect(heading(theirs, later('nudge.campaign.title'))).toBeVisible();
  };
  for (const left of [3, 2, 1]) {
    await inNewPage(browser, async (theirs) => {
      await upTo(theirs);
      const words = left === 1 ? later('nudge.wait.one') : later('nudge.wait.some', { n: left });
      await expect(theirs.getByText(words)).toBeVisible();
      await expectAccessible(theirs, `${left} skips left`);
      await expectNoSidewaysScrolling(theirs, `${left} skips left`);
      await theirs.getByRole('button', { name: later('nudge.later') }).click();
      await expectSignedIn(theirs);
    });
    await installation.ask('advance', DAY);
  }
  await inNewPage(browser, async (theirs) => {
    await addAuthenticator(theirs);
    await upTo(theirs);
    await expect(theirs.getByText(later('nudge.wait.none'))).toBeVisible();
    await expect(theirs.getByRole('button', { name: later('nudge.later') })).toHaveCount(0);
    await expectAccessible(theirs, 'no skip left');
    await theirs.getByRole('button', { name: later('nudge.now') }).click();
    await theirs.getByRole('button', { name: later('passkey.add.make') }).click();
    await expectSignedIn(theirs);
  });
});
