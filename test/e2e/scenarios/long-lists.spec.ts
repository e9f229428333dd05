import { t } from '../../../packages/ui/src/admin-text.ts';
import { openAdministration, openPart } from '../actions/admin.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';

const CASES = 130;
const PER_PAGE = 100;

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
