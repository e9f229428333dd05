import { expect, type Page } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { Installation } from '../installation.ts';
import { openPart, openPerson } from './admin.ts';
import { heading, typePassword } from './sign-in.ts';

/** Called on every page and dialog of the administration, with a name for it. */
export type Visit = (name: string) => Promise<void>;

type Tour = { readonly page: Page; readonly visit: Visit };

const REASON = 'the new year needs it';

const dialogOf = (page: Page) => page.getByRole('dialog');
const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).first().click();

/** Everything was read that the page asks for. */
export async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.loading')).toHaveCount(0);
}

/** Where the links of a list lead, by their words. */
async function linksIn(
  page: Page,
  selector: string,
): Promise<readonly (readonly [string, string])[]> {
  const links = await page.locator(selector).all();
  return Promise.all(
    links.map(
      async (link) =>
        [(await link.textContent()) ?? '', (await link.getAttribute('href')) ?? ''] as const,
    ),
  );
}

/** Whatever the menu leads to, also what was added to it since. */
export async function tourMenu({ page, visit }: Tour, group: string): Promise<void> {
  const found = await linksIn(page, `ul[aria-labelledby="nav-${group}"] a`);
  expect(found.length).toBeGreaterThan(0);
  for (const [name, href] of found) {
    await page.goto(href);
    await settled(page);
    await visit(name);
  }
}

/** One person, and what is done for them. */
export async function tourPerson({ page, visit }: Tour, person: PersonInHand): Promise<void> {
  await openPerson(page, person.login, person.login);
  await settled(page);
  await visit('one person');
  for (const label of [t('help.clear'), t('help.bypass'), t('help.phone'), t('help.pass')]) {
    await press(page, label);
    await expect(dialogOf(page)).toBeVisible();
    await visit(label);
    await press(page, t('action.cancel'));
  }
  await openPart(page, t('admin.nav.users'), t('users.title'));
  await press(page, t('people.create'));
  await visit('a new person');
  await page.keyboard.press('Escape');
  await page.getByLabel(t('people.select', { name: person.login }), { exact: true }).check();
  await press(page, t('people.change'));
  await visit('states of several');
  await page.keyboard.press('Escape');
}

/** A group with a member, and a file that is only checked. */
export async function tourGroupsAndFiles({ page, visit }: Tour, name: string): Promise<void> {
  await openPart(page, t('admin.nav.groups'));
  await press(page, t('groups.create'));
  await visit('a new group');
  await page.getByLabel(t('groups.name')).fill(name);
  await page.getByLabel(t('help.reason')).fill(REASON);
  await press(page, t('help.save'));
  await expect(heading(page, name)).toBeVisible();
  await settled(page);
  await visit('one group');
  await press(page, t('groups.add'));
  await dialogOf(page).getByLabel(t('users.search')).fill('person');
  await dialogOf(page)
    .getByRole('button', { name: t('users.find') })
    .click();
  await expect(dialogOf(page).getByRole('checkbox').first()).toBeVisible();
  await visit('members to add');
  await page.keyboard.press('Escape');
  await openPart(page, t('admin.nav.import'));
  const csv = Buffer.from('ada,Ada,ada@example.org,enabled\nbert,Bert,,often\n');
  await page
    .getByLabel(t('import.file'), { exact: true })
    .setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer: csv });
  await page.getByLabel(t('help.reason'), { exact: true }).fill(REASON);
  await press(page, t('import.check'));
  await expect(page.getByText(t('import.checked'))).toBeVisible();
  await visit('a file that was checked');
}

/** A case that somebody took, and one that is closed. */
export async function tourCases(
  { page, visit }: Tour,
  installation: Pick<Installation, 'url'>,
): Promise<void> {
  const sent = await page.request.post('/api/v1/help/reports', {
    data: { message: 'My phone is gone, and the app with it.' },
    headers: { origin: installation.url },
  });
  expect(sent.status()).toBe(204);
  await openPart(page, t('admin.nav.cases'));
  await page
    .getByRole('button', { name: new RegExp(`^${t('cases.show')}`) })
    .last()
    .click();
  await dialogOf(page)
    .getByRole('button', { name: t('cases.take') })
    .click();
  await expect(dialogOf(page).getByRole('button', { name: t('cases.take') })).toHaveCount(0);
  await visit('a case');
  await dialogOf(page).getByLabel(t('help.reason')).fill('called back');
  await press(page, t('cases.close'));
  await expect(page.getByText(t('cases.said'))).toBeVisible();
  await page.getByRole('link', { name: t('cases.which.closed') }).click();
  await expect(page.getByText(t('cases.outcome.solved')).first()).toBeVisible();
  await settled(page);
  await visit('closed cases');
}

/** Every question, its preview, and who would be locked out. */
export async function tourPolicy({ page, visit }: Tour): Promise<void> {
  await openPart(page, t('admin.nav.policy'));
  await settled(page);
  await visit('the policy');
  for (const [name, href] of await linksIn(page, '.rows .row-title a')) {
    await page.goto(href);
    await settled(page);
    await visit(name);
  }
  await openPart(page, t('admin.nav.policy'));
  await page.getByRole('link', { name: t('policy.strength'), exact: true }).click();
  const strong = t('policy.strength.phishing-resistant');
  await page.getByLabel(t('policy.strength.user')).selectOption({ label: strong });
  await press(page, t('policy.preview'));
  await expect(page.getByRole('button', { name: t('policy.locked.show') })).toBeVisible();
  await visit('a preview');
  await press(page, t('policy.locked.show'));
  await expect(dialogOf(page).getByRole('listitem').first()).toBeVisible();
  await visit('who would be locked out');
  await page.keyboard.press('Escape');
}

/** Every report, a file of one, the messages, and one attempt. */
export async function tourReports({ page, visit }: Tour): Promise<void> {
  await openPart(page, t('admin.nav.reports'));
  await settled(page);
  for (const [name, href] of await linksIn(page, '.tabs a')) {
    await page.goto(href);
    await settled(page);
    await expect(page.getByRole('button', { name: t('reports.export') })).toBeVisible();
    await visit(name);
  }
  await openPart(page, t('admin.nav.reports'));
  await press(page, t('reports.export.background'));
  await expect(heading(page, t('exports.title'))).toBeVisible();
  await expect(page.getByText(t('exports.state.done')).first()).toBeVisible();
  await visit('files of reports');
  await openPart(page, t('admin.nav.messages'));
  await settled(page);
  await visit('messages');
  await openPart(page, t('admin.nav.reports'));
  await page
    .getByRole('link', { name: t('record.story') })
    .first()
    .click();
  await expect(heading(page, t('attempt.facts'))).toBeVisible();
  await visit('one attempt');
  await page.getByLabel(t('attempt.id')).fill('00000000-0000-4000-8000-000000000000');
  await press(page, t('attempt.show'));
  await expect(page.getByText(t('attempt.none'))).toBeVisible();
  await visit('an attempt that is not there');
}

/** What is connected, who is told, and the reference of the API. */
export async function tourConnections({ page, visit }: Tour, mail: string): Promise<void> {
  for (const [part, button] of [
    [t('admin.nav.keys'), t('keys.create')],
    [t('admin.nav.apps'), t('apps.create')],
    [t('admin.nav.entra'), t('entra.add')],
  ] as const) {
    await openPart(page, part);
    await settled(page);
    await press(page, button);
    await expect(dialogOf(page)).toBeVisible();
    await visit(button);
    await page.keyboard.press('Escape');
  }
  await openPart(page, t('admin.nav.alerts'), t('alerts.title'));
  await settled(page);
  await press(page, t('alerts.add'));
  await visit('somebody to tell');
  await dialogOf(page).getByLabel(t('alerts.name')).fill('Night watch');
  await dialogOf(page).getByLabel(t('alerts.address.mail')).fill(mail);
  await dialogOf(page)
    .getByRole('button', { name: t('alerts.add') })
    .click();
  await expect(dialogOf(page)).toHaveCount(0);
  await page
    .getByRole('button', { name: new RegExp(`^${t('alerts.test')}.*Night watch$`) })
    .first()
    .click();
  await expect(page.getByText(t('alerts.status.sent')).first()).toBeVisible();
  await visit('alerts');
  await openPart(page, t('voice.title'));
  await settled(page);
  await page
    .getByRole('button', { name: new RegExp(`^${t('voice.words.change')}`) })
    .first()
    .click();
  await expect(dialogOf(page)).toBeVisible();
  await visit('words of a call');
  await page.keyboard.press('Escape');
  await page.goto('/api/docs');
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await visit('reference of the API');
}

/** Something for the reports to tell: a wrong password, and a text that arrived. */
export async function leaveTraces(page: Page, texted: PersonInHand): Promise<void> {
  await typePassword(page, { ...texted, password: 'not this one' });
  await typePassword(page, texted);
  await expect(page.getByText(t('delivery.delivered'))).toBeVisible();
  await page.context().clearCookies();
}
