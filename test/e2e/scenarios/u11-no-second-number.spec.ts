import { t } from '../../../packages/ui/src/text.ts';
import { heading, openOptions, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

const HELP = 'Call the help desk at extension 1234.';

test('U11 with the only phone lost, the page says who can help', async ({
  page,
  person,
  number,
}) => {
  await typePassword(page, await person({ phones: { office: number('67') } }));
  await expect(heading(page, t('call.title'))).toBeVisible();
  await expect(page.getByText(t('options.only-one', { helpContact: HELP }))).toBeVisible();
  await expect(page.getByRole('button', { name: t('options.title') })).toHaveCount(0);
});

test('U11 a mobile phone that is lost leaves only options of the same phone', async ({
  page,
  person,
  number,
}) => {
  await typePassword(page, await person({ phones: { mobile: number('67') } }));
  await openOptions(page);
  const options = page.getByRole('main').getByRole('listitem');
  await expect(options).toHaveText([t('option.call', { number: '+X XXXXXXXX67' })]);
  await expect(page.getByText(t('options.none-works', { helpContact: HELP }))).toBeVisible();
});

test('U11 with nothing left there is only help', async ({ page, person }) => {
  await typePassword(page, await person({ registration: { kind: 'pass' } }));
  await expect(heading(page, t('needs-help.title'))).toBeVisible();
  await expect(page.getByRole('main').getByText(HELP)).toBeVisible();
  await expect(page.getByRole('main').getByRole('textbox')).toHaveCount(0);
});
