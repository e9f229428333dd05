import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart, openPerson } from '../actions/admin.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const SECTIONS = [
  t('user.account'),
  t('people.risk'),
  t('user.actions'),
  t('user.methods'),
  t('person.devices'),
  t('user.browsers'),
  t('user.remembered'),
  t('user.app-passwords'),
  t('user.activity'),
];

test('one page has all of a person, and the office phone is corrected where it stands', async ({
  page,
  browser,
  installation,
  person,
  number,
}) => {
  const phones = { office: number('43'), mobile: number('67') };
  const somebody = await person({
    apps: 1,
    phones,
    passkeys: [{}],
    recoveryCodes: 2,
    prefers: 'totp',
  });
  const own = await browser.newPage();
  await signInWithApp(own, installation, somebody);
  await own.close();

  await openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));
  await openPerson(page, somebody.login, somebody.login);
  for (const name of SECTIONS) {
    await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
  }
  const office = page
    .getByRole('listitem')
    .filter({ has: page.getByRole('heading', { name: t('user.method.phone.office') }) });
  await expect(office.getByText('43', { exact: false })).toBeVisible();
  await expectAccessible(page, 'one person');
  await office.getByRole('button', { name: t('person.phone.correct') }).click();
  const dialog = page.getByRole('dialog', { name: t('help.phone') });
  await expect(dialog.getByLabel(t('help.phone.slot'))).toHaveValue('office');
  await dialog.getByLabel(t('help.phone.number'), { exact: true }).fill(number('44'));
  await dialog.getByLabel(t('help.verified'), { exact: true }).fill('known by voice');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('digits were swapped');
  await dialog.getByRole('button', { name: t('help.save') }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(office.getByText('XXXXXXXX44')).toBeVisible();
});

test('the list of people is narrowed by strength and by the last sign-in; an auditor changes nothing', async ({
  page,
  browser,
  installation,
  person,
  number,
}) => {
  const app = await person({ login: 'found-by-app', apps: 1 });
  await person({ login: 'found-by-phone', phones: { mobile: number('68') } });
  const own = await browser.newPage();
  await signInWithApp(own, installation, app);
  await own.close();

  await openAdministration(page, installation, await person({ role: 'auditor', apps: 1 }));
  await openPart(page, t('admin.nav.users'));
  const find = async (choice: Readonly<Record<string, string>>) => {
    await page.getByLabel(t('users.search'), { exact: true }).fill('found-by');
    for (const [label, value] of Object.entries(choice)) {
      await page.getByLabel(label, { exact: true }).selectOption(value);
    }
    await page.getByRole('button', { name: t('users.find'), exact: true }).click();
  };
  const row = (login: string) => page.getByRole('heading', { name: login, exact: true });
  await find({ [t('roll-out.best')]: 'phone' });
  await expect(row('found-by-phone')).toBeVisible();
  await expect(row('found-by-app')).toHaveCount(0);
  await find({ [t('roll-out.best')]: '', [t('person.last.filter')]: 'in-7' });
  await expect(row('found-by-app')).toBeVisible();
  await expect(row('found-by-phone')).toHaveCount(0);
  await find({ [t('person.last.filter')]: 'not-30' });
  await expect(row('found-by-phone')).toBeVisible();
  await expectAccessible(page, 'people');

  await openPerson(page, 'found-by-phone', 'found-by-phone');
  await expect(heading(page, t('user.methods'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('person.phone.correct') })).toHaveCount(0);
  await expect(page.getByRole('button', { name: t('help.remove') })).toHaveCount(0);
});
