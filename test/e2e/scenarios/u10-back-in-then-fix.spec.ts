import { t } from '../../../packages/ui/src/text.ts';
import { confirmByText, replaceMobile, row } from '../actions/methods.ts';
import { answerAndApprove, codeFromText } from '../actions/phone.ts';
import { choose, expectSignedIn, openOptions, typeCode, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test('U10 back in with the other phone, the lost number is replaced', async ({
  page,
  installation,
  person,
  number,
}) => {
  const [lost, alternate, fresh] = [number('67'), number('30'), number('45')];
  const somebody = await person({ phones: { mobile: lost, alternate } });
  await typePassword(page, somebody);
  await openOptions(page);
  await choose(page, 'Call me at +X XXXXXXXX30');
  await answerAndApprove(installation, alternate);
  await expectSignedIn(page);

  await replaceMobile(page, fresh);
  await confirmByText(page, installation, fresh);
  await expect(row(page, t('method.mobile'))).toContainText('+X XXXXXXXX45');
  await page.getByRole('button', { name: t('account.sign-out') }).click();

  await installation.ask('advance', 60_000);
  const { sequence } = (await installation.ask('texts', fresh)).at(-1) ?? { sequence: 0 };
  await typePassword(page, somebody);
  await expect(page.getByText(t('code.text.lead', { number: '+X XXXXXXXX45' }))).toBeVisible();
  await typeCode(page, (await codeFromText(installation, fresh, sequence)).code);
  await expectSignedIn(page);
  const toLost = await installation.ask('texts', lost);
  expect(toLost.filter(({ body }) => / code: \d{6}/.test(body))).toHaveLength(1);
});
