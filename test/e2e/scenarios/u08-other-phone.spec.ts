import { t } from '../../../packages/ui/src/text.ts';
import { answerAndApprove } from '../actions/phone.ts';
import { choose, expectSignedIn, heading, openOptions, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

test.use({ colorScheme: 'light' });

test('U08 signs in with the other phone', async ({
  page,
  context,
  installation,
  person,
  number,
}) => {
  const [mobile, alternate] = [number('67'), number('30')];
  const alex = await person({ login: 'alex', phones: { mobile, alternate } });
  await page.goto('/sign-in');
  await expect(heading(page, t('sign-in.title'))).toBeVisible();

  await typePassword(page, alex);
  await expect(page.getByText(t('code.text.lead', { number: '+X XXXXXXXX67' }))).toBeVisible();
  await expect(page.getByText(t('delivery.delivered'))).toBeVisible();

  await openOptions(page);
  await choose(page, 'Call me at +X XXXXXXXX30');
  await expect(heading(page, t('call.title'))).toBeVisible();

  const phones = await context.newPage();
  await phones.goto(installation.phonesUrl);
  await expect(phones.getByRole('button', { name: 'Answer' })).toBeVisible();
  await answerAndApprove(installation, alternate);

  await expectSignedIn(page);
  const rows = page.getByRole('listitem');
  await expect(rows.filter({ hasText: '+X XXXXXXXX30' })).toHaveCount(1);
  const events = (await installation.ask('audit', alex.id)).map(({ event }) => event);
  expect(events).toEqual(expect.arrayContaining(['authn_login_success', 'session_created']));
});
