import { t } from '../../../packages/ui/src/security-info-text.ts';
import { openSignedIn } from '../actions/applications.ts';
import { heading } from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

test('U39 a vault that asks for a passkey opens for nothing less, and for one that was added', async ({
  page,
  installation,
  person,
}) => {
  await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  const { cloudUrl } = installation;
  await openSignedIn(page, installation, { url: cloudUrl, person: somebody });
  await page.getByRole('link', { name: 'Open the vault' }).click();
  await expect(heading(page, 'Example Cloud needs a stronger sign-in')).toBeVisible();
  await expectAccessible(page, 'a stronger sign-in is needed');
  await page.getByRole('link', { name: 'Back to the application' }).click();
  await expect(heading(page, 'You are not signed in')).toBeVisible();

  await page.goto('/security-info');
  await page.getByRole('button', { name: `${t('action.add')} ${t('method.passkey')}` }).click();
  await page.getByRole('button', { name: t('passkey.add.make') }).click();
  await expect(page.getByText(t('security-info.saved.passkey'))).toBeVisible();

  await page.goto(`${cloudUrl}/vault`);
  await expect(heading(page, 'The vault is open')).toBeVisible();
});
