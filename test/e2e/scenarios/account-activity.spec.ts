import { t } from '../../../packages/ui/src/account-text.ts';
import { lines, openActivity } from '../actions/account.ts';
import { signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('a line of activity that was not me is stopped in both browsers', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const elsewhere = await (await browser.newContext()).newPage();
  await signInWithApp(elsewhere, installation, somebody);
  await installation.ask('advance', 30_000);
  await signInWithApp(page, installation, somebody);

  await openActivity(page);
  const signIns = lines(page, 'Signed in with a code from an app');
  await expect(signIns).toHaveCount(2);
  await expect(signIns.first()).toContainText(t('activity.current'));
  const other = signIns.nth(1);
  await expect(other).toContainText('Chrome on ');
  await other.getByRole('button', { name: t('not-me') }).click();
  const dialog = page.getByRole('dialog', { name: t('not-me.title') });
  await expect(dialog).toContainText(t('not-me.others'));
  await dialog.getByRole('button', { name: t('not-me.go') }).click();

  await expect(page.getByText(t('stopped.sessions-ended'))).toBeVisible();
  await expect(other).toContainText(t('activity.disowned'));
  await elsewhere.reload();
  await expect(elsewhere).toHaveURL(/\/sign-in/);
  const events = await installation.ask('audit', somebody.id);
  expect(events.map(({ event }) => event)).toContain('account.disowned');
  await elsewhere.context().close();
});
