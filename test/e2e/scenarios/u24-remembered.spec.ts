import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import { expectSignedIn, heading, typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import type { Installation } from '../installation.ts';

const DAY = 24 * 60 * 60_000;
const dontAsk = (page: Page) =>
  page.getByRole('checkbox', { name: t('remember.days', { days: 14 }) });

async function signInAndRemember(page: Page, { ask }: Installation, person: PersonInHand) {
  await ask('advance', 30_000);
  await typePassword(page, person);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await dontAsk(page).check();
  await typeCode(page, await ask('code', person.login));
  await expectSignedIn(page);
}

const signOut = (page: Page) => page.getByRole('button', { name: t('account.sign-out') }).click();
const asksForCode = (page: Page) => expect(heading(page, t('code.totp.title'))).toBeVisible();

test("U24 Don't ask again for 14 days: here the password is enough, elsewhere and later it is not", async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInAndRemember(page, installation, somebody);
  await expect(
    page.getByRole('heading', { name: /^Chrome on \w+ \(this browser\)$/ }),
  ).toBeVisible();
  await signOut(page);
  await installation.ask('advance', 13 * DAY);
  await typePassword(page, somebody);
  await expectSignedIn(page);
  await signOut(page);

  const elsewhere = await (await browser.newContext()).newPage();
  await typePassword(elsewhere, somebody);
  await asksForCode(elsewhere);
  await elsewhere.context().close();

  await installation.ask('advance', DAY);
  await typePassword(page, somebody);
  await asksForCode(page);
});

test('U24 without the box the next sign-in asks again', async ({ page, installation, person }) => {
  const somebody = await person({ apps: 1 });
  await typePassword(page, somebody);
  await expect(dontAsk(page)).not.toBeChecked();
  await typeCode(page, await installation.ask('code', somebody.login));
  await expectSignedIn(page);
  await expect(page.getByText(t('remembered.none'))).toBeVisible();
  await signOut(page);
  await typePassword(page, somebody);
  await asksForCode(page);
});

test('U24 an administrator is not asked whether to be asked', async ({ page, person }) => {
  await typePassword(page, await person({ apps: 1, role: 'administrator' }));
  await asksForCode(page);
  await expect(dontAsk(page)).toHaveCount(0);
});

test('U25 two remembered browsers, then Restore: both ask again', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const other = await (await browser.newContext()).newPage();
  await signInAndRemember(other, installation, somebody);
  await signInAndRemember(page, installation, somebody);
  const panel = page.getByRole('region', { name: t('remembered.title') });
  await expect(panel.getByRole('listitem')).toHaveCount(2);
  await panel.getByRole('button', { name: t('remembered.restore') }).click();
  await expect(page.getByText(t('remembered.restored'))).toBeVisible();
  await expect(panel.getByRole('listitem')).toHaveCount(0);
  for (const one of [page, other]) {
    await signOut(one);
    await typePassword(one, somebody);
    await asksForCode(one);
  }
  await other.context().close();
});

test('U25 or an administrator does it', async ({ page, installation, person }) => {
  const somebody = await person({ apps: 1 });
  await signInAndRemember(page, installation, somebody);
  expect(await installation.ask('administer', 'forget-browsers', somebody.login)).toBe('forgotten');
  await signOut(page);
  await typePassword(page, somebody);
  await asksForCode(page);
});

test('U25 one browser of several, after a proof where the password alone had let in', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await signInAndRemember(page, installation, somebody);
  await signOut(page);
  await installation.ask('advance', 30_000);
  await typePassword(page, somebody);
  await expectSignedIn(page);
  await page
    .getByRole('button', { name: t('remembered.forget') })
    .first()
    .click();
  const dialog = page.getByRole('dialog', { name: t('step-up.title') });
  await expect(dialog).toBeVisible();
  await expect(dontAsk(page)).toHaveCount(0);
  await typeCode(page, await installation.ask('code', somebody.login));
  await expect(page.getByText(t('remembered.forgotten'))).toBeVisible();
  await signOut(page);
  await typePassword(page, somebody);
  await asksForCode(page);
});
