import type { Locator } from '@playwright/test';
import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart, openPerson } from '../actions/admin.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible, expectAccessibleInLight } from '../verify/accessibility.ts';

const CASES = 130;
const ENTRIES = 130;
const PER_PAGE = 100;

/** A list of one page and a bit: goes on by its button, which is gone at the end. */
async function expectToGoOn(list: Locator, perPage: number): Promise<void> {
  const entries = list.getByRole('heading', { level: 3 });
  await expect(entries).toHaveCount(perPage);
  const more = list.getByRole('button', { name: t('admin.more'), exact: true });
  for (let shown = perPage; shown < ENTRIES; shown += perPage) {
    await more.click();
    await expect.poll(() => entries.count()).toBeGreaterThan(shown);
  }
  await expect(more).toHaveCount(0);
  expect(await entries.count()).toBeGreaterThanOrEqual(ENTRIES);
}

test('alerts, files that were brought in and blocks go on by “Show more”', async ({
  page,
  installation,
  person,
}) => {
  const boss = await person({ role: 'administrator', apps: 1 });
  const somebody = await person({ apps: 1 });
  await installation.ask('fillImports', boss.login, ENTRIES);
  await installation.ask('fillBlocks', somebody.login, ENTRIES);
  const target = await installation.ask('fillAlerts', somebody.login, ENTRIES);
  try {
    await openAdministration(page, installation, boss);
    await openPart(page, t('admin.nav.alerts'), t('alerts.title'));
    await expectToGoOn(page.getByRole('region', { name: t('alerts.log') }), 100);
    await expectAccessibleInLight(page, 'all alerts');
    await openPart(page, t('admin.nav.import'), t('import.title'));
    await expectToGoOn(page.getByRole('region', { name: t('import.past') }), 50);
    await openPerson(page, somebody.login, somebody.login);
    await expectToGoOn(page.locator('#blocks'), 100);
    await expectAccessibleInLight(page, 'all blocks of a person');
  } finally {
    await installation.ask('removeTarget', target);
  }
});

test('a queue of cases that is longer than a page goes on where it ended, each case once', async ({
  page,
  installation,
  person,
}) => {
  const made = await installation.ask('openCases', CASES);
  try {
    await openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));
    await openPart(page, t('admin.nav.cases'), t('cases.title'));
    const rows = page
      .getByRole('main')
      .getByRole('listitem')
      .filter({ hasText: t('cases.open') });
    await expect(rows).toHaveCount(PER_PAGE);
    await expectAccessible(page, 'the first page of many cases');
    const more = page.getByRole('button', { name: t('admin.more') });
    await more.click();
    await expect(more).toBeHidden();
    // Others of this installation may have asked for help as well.
    expect(await rows.count()).toBeGreaterThanOrEqual(CASES);
  } finally {
    await installation.ask('closeCases', made);
  }
});
