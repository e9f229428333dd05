import { t } from '../../../packages/ui/src/security-info-text.ts';
import { errorText } from '../../../packages/ui/src/text.ts';
import { replaceMobile, row } from '../actions/methods.ts';
import { codeFromText, wrongCode } from '../actions/phone.ts';
import { expectSignedIn, heading, typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U06 a new number counts only once it is proved', async ({
  page,
  browser,
  installation,
  person,
  number,
}) => {
  const [old, fresh] = [number('67'), number('45')];
  const somebody = await person({ phones: { mobile: old } });
  await typePassword(page, somebody);
  await expect(heading(page, t('code.text.title'))).toBeVisible();
  await typeCode(page, (await codeFromText(installation, old)).code);
  await expectSignedIn(page);

  await replaceMobile(page, fresh);
  const { code } = await codeFromText(installation, fresh);
  await typeCode(page, wrongCode(code));
  await expect(page.getByText(errorText('code_rejected').happened)).toBeVisible();

  await installation.ask('advance', 60_000);
  const elsewhere = await (await browser.newContext()).newPage();
  await typePassword(elsewhere, somebody);
  await expect(elsewhere.getByText('+X XXXXXXXX67')).toBeVisible();
  await elsewhere.context().close();

  await typeCode(page, code);
  await expect(
    page.getByText(t('security-info.saved', { what: t('method.mobile') })),
  ).toBeVisible();
  await expect(row(page, t('method.mobile'))).toContainText('+X XXXXXXXX45');
  await expect(page.getByText('XX67')).toHaveCount(0);

  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', 60_000);
  await typePassword(page, somebody);
  await expect(page.getByText(t('code.text.lead', { number: '+X XXXXXXXX45' }))).toBeVisible();
});
