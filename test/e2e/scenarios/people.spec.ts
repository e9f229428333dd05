import { t } from '../../../packages/ui/src/admin-text.ts';
import { t as ownText } from '../../../packages/ui/src/security-info-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { heading, signInWithApp } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const VIEWPORTS = [
  { width: 390, height: 844 },
  { width: 1280, height: 900 },
];

test('U31 in the console: a file is checked, brought in, and what was not done is saved safely', async ({
  page,
  installation,
  person,
}) => {
  const admin = await person({ role: 'administrator', apps: 1 });
  await openAdministration(page, installation, admin);
  await openPart(page, t('admin.nav.import'));
  await expect(heading(page, t('import.title'))).toBeVisible();
  const lines = Array.from(
    { length: 900 },
    (_, n) => `${admin.login}-n${n},Somebody ${n},,enabled`,
  );
  lines.splice(450, 0, '"=HYPERLINK(""http://x"")",,x,enabled', 'too,few');
  const csv = ['login,name,email,state', ...lines].join('\r\n');
  await page
    .getByLabel(t('import.file'), { exact: true })
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByLabel(t('help.reason'), { exact: true }).fill('roll-out');
  await page.getByRole('button', { name: t('import.check') }).click();
  await expect(page.getByText(t('import.checked'))).toBeVisible();
  await expect(page.getByText(t('import.added', { n: 900 }))).toBeVisible();
  await page.getByRole('button', { name: t('import.run'), exact: true }).click();
  await expect(page.getByText(t('import.done'))).toBeVisible();
  await expect(page.getByText(t('import.added', { n: 900 }))).toBeVisible();
  await expect(page.getByText(t('import.bad', { n: 2 }))).toBeVisible();
  const waiting = page.waitForEvent('download');
  await page.getByRole('button', { name: t('import.faults.save') }).click();
  const file = await (await waiting).createReadStream();
  const chunks: Buffer[] = [];
  for await (const chunk of file) chunks.push(Buffer.from(chunk));
  const saved = Buffer.concat(chunks).toString('utf8');
  expect(saved, 'L12').toContain(`"'=HYPERLINK(""http://x"")"`);
  expect(saved).toContain(t('import.fault.fields'));

  await page.getByRole('button', { name: t('import.another') }).click();
  await expect(page.getByRole('heading', { name: t('import.past') })).toBeVisible();
});

test('U31 in the console: the state of selected people, looked at first, with a result for each', async ({
  page,
  installation,
  person,
}) => {
  const admin = await person({ login: 'chosen-boss', role: 'administrator', apps: 1 });
  const people = [
    await person({ login: 'chosen-1', state: 'disabled' }),
    await person({ login: 'chosen-2', state: 'enabled' }),
  ];
  await openAdministration(page, installation, admin);
  await page.getByLabel(t('users.search')).fill('chosen-');
  await page.getByRole('button', { name: t('users.find') }).click();
  for (const { login } of [...people, admin]) {
    await page.getByLabel(t('people.select', { name: login }), { exact: true }).check();
  }
  await page.getByRole('button', { name: t('people.change') }).click();
  const dialog = page.getByRole('dialog', { name: t('people.change') });
  await dialog.getByLabel(t('user.state')).selectOption('enabled');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('roll-out');
  await dialog.getByRole('button', { name: t('people.change.preview') }).click();
  await expect(dialog.getByText(t('import.checked'))).toBeVisible();
  await expect(dialog.getByText(t('import.fault.own-account'))).toBeVisible();
  expect(await installation.ask('stateOf', people[0]?.id ?? '')).toBe('disabled');
  await dialog.getByRole('button', { name: t('people.change.now') }).click();
  await expect(dialog.getByText(t('import.done'))).toBeVisible();
  expect(await installation.ask('stateOf', people[0]?.id ?? '')).toBe('enabled');
  await expectAccessible(page, 'change of states');
});

test('a hardware token is brought in, given out, and found on Security info by its serial number', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const admin = await person({ role: 'administrator', apps: 1 });
  const owner = await person({ apps: 1 });
  await openAdministration(page, installation, admin);
  await openPart(page, t('admin.nav.import'));
  await page.getByLabel(t('import.tokens')).check();
  const serial = `SN-${admin.login}`;
  const csv = `${owner.login},${serial},JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,30,Maker,M1`;
  await page
    .getByLabel(t('import.file'), { exact: true })
    .setInputFiles({ name: 'tokens.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) });
  await page.getByLabel(t('help.reason'), { exact: true }).fill('new tokens');
  await page.getByRole('button', { name: t('import.check') }).click();
  await page.getByRole('button', { name: t('import.run'), exact: true }).click();
  await expect(page.getByText(t('import.done'))).toBeVisible();
  await openPart(page, t('tokens.title'));
  const row = page.getByRole('listitem').filter({ hasText: serial });
  await expect(row.getByText(t('tokens.state.assigned'))).toBeVisible();
  await row.getByRole('button', { name: t('tokens.activate') }).click();
  const dialog = page.getByRole('dialog', { name: t('tokens.activate') });
  await dialog.getByLabel(t('tokens.activate.code')).fill('000000');
  await dialog.getByLabel(t('help.reason'), { exact: true }).fill('handed out');
  await expectAccessible(page, 'activate');
  await dialog.getByRole('button', { name: t('action.cancel') }).click();

  const theirs = await browser.newPage();
  await signInWithApp(theirs, installation, owner);
  await expect(theirs.getByText(ownText('method.hardware-token.what'))).toBeVisible();
  await theirs.getByRole('button', { name: ownText('method.hardware-token.start') }).click();
  await expectAccessible(theirs, 'serial number');
  await theirs.getByLabel(ownText('hardware-token.serial'), { exact: true }).fill('wrong');
  await theirs.getByRole('button', { name: ownText('action.next') }).click();
  await expect(theirs.getByText(ownText('hardware-token.serial.unknown'))).toBeVisible();
  await theirs.getByLabel(ownText('hardware-token.serial'), { exact: true }).fill(serial);
  await theirs.getByRole('button', { name: ownText('action.next') }).click();
  await expect(heading(theirs, ownText('code.hardware-token.title'))).toBeVisible();
  await expectAccessible(theirs, 'code of the token');
  await theirs.close();
});

test('the pages of files, tokens and new people are accessible on a phone and a desktop', async ({
  browser,
  installation,
  person,
}) => {
  for (const viewport of VIEWPORTS) {
    const desk = await browser.newPage({ viewport });
    await openAdministration(desk, installation, await person({ role: 'administrator', apps: 1 }));
    await desk.getByRole('button', { name: t('people.create') }).click();
    await expectAccessible(desk, `add a person ${viewport.width}`);
    await desk.getByLabel(t('user.login'), { exact: true }).fill(`added-at-${viewport.width}`);
    await desk.getByLabel(t('people.create.name'), { exact: true }).fill('Added');
    await desk.getByLabel(t('people.create.password')).check();
    await desk.getByLabel(t('help.reason'), { exact: true }).fill('new colleague');
    await desk.getByRole('button', { name: t('help.save') }).click();
    await expect(desk.getByText(t('help.once'))).toBeVisible();
    await desk.getByRole('button', { name: t('help.close') }).click();
    await expect(desk.getByRole('heading', { name: t('people.risk') })).toBeVisible();
    await expect(desk.getByText(t('people.risk.no-method'))).toBeVisible();
    await expectAccessible(desk, `risk ${viewport.width}`);
    for (const part of [t('admin.nav.import'), t('tokens.title'), t('voice.title')]) {
      await openPart(desk, part);
      await expect(heading(desk, part)).toBeVisible();
      await expectAccessible(desk, `${part} ${viewport.width}`);
    }
    const wide = await desk.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(viewport.width);
    await desk.close();
  }
});
