import type { Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { isSignedBy, startWebhookReceiver } from '../../harness/webhook-receiver.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { heading, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { recordStrangers } from '../verify/contract.ts';

const ADMINISTRATOR = { role: 'administrator', apps: 1 } as const;

const press = (page: Page, label: string, name: string) =>
  page.getByRole('button', { name: new RegExp(`^${label}.*${name}$`) }).click();

/** Of a file that a button hands over. */
async function textOfDownload(page: Page, begin: () => Promise<void>) {
  const waiting = page.waitForEvent('download');
  await begin();
  const download = await waiting;
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(Buffer.from(chunk));
  return { name: download.suggestedFilename(), text: Buffer.concat(chunks).toString('utf8') };
}

test('a webhook is added with its secret shown once, tested, tried again when it fails, turned off and removed', async ({
  page,
  installation,
  person,
}) => {
  const receiver = await startWebhookReceiver();
  const strangers = recordStrangers(page);
  const name = 'Watch at night';
  try {
    await openAdministration(page, installation, await person(ADMINISTRATOR));
    await openPart(page, t('admin.nav.alerts'), t('alerts.title'));
    await page.getByRole('button', { name: t('alerts.add') }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel(t('alerts.kind.webhook')).check();
    await dialog.getByLabel(t('alerts.name')).fill(name);
    await dialog.getByRole('button', { name: t('alerts.add') }).click();
    await expect(dialog.getByText(t('alerts.address.webhook.wrong'))).toBeVisible();
    await dialog.getByLabel(t('alerts.address.webhook')).fill(receiver.url);
    await dialog.getByRole('button', { name: t('alerts.add') }).click();
    await expect(dialog.getByText(t('help.once'))).toBeVisible();
    const secret = (await dialog.locator('code').textContent()) ?? '';
    await expectAccessible(page, 'secret of a webhook');
    await dialog.getByRole('button', { name: t('help.close') }).click();
    await expect(page.getByText(secret)).toHaveCount(0);

    receiver.behave(500);
    await press(page, t('alerts.test'), name);
    const first = await receiver.waitFor(({ body }) => body.type === 'test');
    expect(isSignedBy(first, secret)).toBe(true);
    const sent = page
      .getByRole('listitem')
      .filter({ hasText: t('alerts.log.to', { name }) })
      .filter({ has: page.getByRole('heading', { name: t('alerts.test.what') }) });
    await expect(sent.getByText(t('alerts.reason.status', { status: '500' }))).toBeVisible();
    await expect(sent.getByText(t('alerts.status.queued'))).toBeVisible();
    await expectAccessible(page, 'an alert that failed');
    receiver.behave(204);
    await installation.ask('advance', 6_000);
    await expect(sent.getByText(t('alerts.status.sent'))).toBeVisible();
    await expect(sent.getByText(t('alerts.tried', { n: 2 }))).toBeVisible();
    await press(page, t('alerts.replay'), t('alerts.test.what'));
    await expect.poll(() => receiver.received.filter(({ id }) => id === first.id).length).toBe(3);

    await press(page, t('alerts.off'), name);
    await expect(page.getByText(t('alerts.is-off', { name }))).toBeVisible();
    await expect(page.getByText(t('alerts.state.off'), { exact: true })).toBeVisible();
    await press(page, t('alerts.remove'), name);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: t('alerts.remove') })
      .click();
    await expect(page.getByText(t('alerts.removed', { name }))).toBeVisible();
    await expect(page.getByRole('heading', { name })).toHaveCount(0);
    expect(strangers).toEqual([]);
  } finally {
    await receiver.close();
  }
});

test('a report is narrowed to one person and reason, and its whole file made in the background, saved and deleted', async ({
  page,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  await typePassword(page, { ...somebody, password: 'not this one' });
  await page.context().clearCookies();
  const strangers = recordStrangers(page);
  await openAdministration(page, installation, await person(ADMINISTRATOR));
  await openPart(page, t('admin.nav.reports'));
  await page.getByLabel(t('reports.login')).fill(somebody.login);
  await page.getByLabel(t('reports.why')).selectOption('wrong-password');
  await page.getByRole('button', { name: t('reports.run') }).click();
  await expect(page.getByText(t('reports.found', { n: 1 }))).toBeVisible();
  await expect(
    page.getByText(t('record.about', { login: somebody.login }), { exact: true }),
  ).toBeVisible();
  await page.getByRole('button', { name: t('reports.export.background') }).click();
  await expect(heading(page, t('exports.title'))).toBeVisible();
  await expect(page.getByText(t('exports.state.done'))).toBeVisible();
  await expect(page.getByText(t('exports.lines', { n: 1 }), { exact: true })).toBeVisible();
  const { name, text } = await textOfDownload(page, () =>
    press(page, t('exports.save'), t('reports.sign-ins')),
  );
  expect(name).toMatch(/^proofup-sign-ins-\d{4}-\d\d-\d\d\.csv$/);
  expect(text.trim().split('\r\n')).toHaveLength(2);
  expect(text).toContain(`"${somebody.login}"`);
  await press(page, t('exports.remove'), t('reports.sign-ins'));
  await expect(page.getByText(t('exports.none'))).toBeVisible();

  await openPart(page, t('admin.nav.reports'));
  await page.getByLabel(t('reports.country')).fill('D');
  await page.getByRole('button', { name: t('reports.run') }).click();
  await expect(page.getByText(t('reports.country.wrong'))).toBeVisible();
  expect(strangers).toEqual([]);
});

test('messages show what arrived and what it cost, and an auditor reads but changes nothing', async ({
  page,
  installation,
  person,
  number,
}) => {
  await typePassword(page, await person({ phones: { mobile: number('67') } }));
  await expect(page.getByText(t('delivery.delivered'))).toBeVisible();
  await page.context().clearCookies();
  await openAdministration(page, installation, await person({ role: 'auditor', apps: 1 }));
  await openPart(page, t('admin.nav.messages'));
  const table = page.getByRole('region', { name: t('messages.table') });
  await expect(table.getByRole('row', { name: /United States Text message/ })).toBeVisible();
  const { name, text } = await textOfDownload(page, () =>
    page.getByRole('button', { name: t('reports.export') }).click(),
  );
  expect(name).toBe('proofup-messages.csv');
  expect(text).toContain('"US"');
  await openPart(page, t('admin.nav.alerts'), t('alerts.title'));
  await expect(page.getByText(t('alerts.log.lead'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('alerts.add') })).toHaveCount(0);
  const menu = page.getByRole('navigation', { name: t('admin.nav') });
  await expect(menu.getByRole('link', { name: t('admin.nav.import') })).toHaveCount(0);
});
