import { t } from '../../../packages/ui/src/security-info-text.ts';
import { row, typeNumber } from '../actions/methods.ts';
import { answerAndApprove, codeFromText } from '../actions/phone.ts';
import { expectSignedIn, heading, typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U07 adds an alternate number, proved by a call', async ({
  page,
  installation,
  person,
  number,
}) => {
  const [mobile, alternate] = [number('67'), number('30')];
  const somebody = await person({ phones: { mobile } });
  await typePassword(page, somebody);
  await expect(heading(page, t('code.text.title'))).toBeVisible();
  await typeCode(page, (await codeFromText(installation, mobile)).code);
  await expectSignedIn(page);
  await expect(page.getByText(t('lock-out.phone'), { exact: true })).toBeVisible();

  await page.getByRole('button', { name: `${t('action.add')} ${t('method.alternate')}` }).click();
  await expect(heading(page, t('method.alternate'))).toBeVisible();
  await typeNumber(page, alternate, 'call');
  await expect(heading(page, t('call.title'))).toBeVisible();
  await answerAndApprove(installation, alternate);

  const what = t('method.alternate');
  await expect(page.getByText(t('security-info.saved', { what }))).toBeVisible();
  await expect(row(page, t('method.mobile'))).toContainText('+X XXXXXXXX67');
  await expect(row(page, t('method.alternate'))).toContainText('+X XXXXXXXX30');
  await expect(page.getByText(t('lock-out.phone'), { exact: true })).toHaveCount(0);
});
