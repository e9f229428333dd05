import { openAdministration } from '../actions/admin.ts';
import {
  leaveTraces,
  settled,
  tourCases,
  tourConnections,
  tourGroupsAndFiles,
  tourMenu,
  tourPerson,
  tourPolicy,
  tourReports,
  type Visit,
} from '../actions/console-tour.ts';
import { expect, test as base } from '../fixtures.ts';
import { expectAccessible, expectAccessibleInLight } from '../verify/accessibility.ts';
import { recordStrangers } from '../verify/contract.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

/** Signed in as an administrator; fails in the end if a request was none of the document. */
const test = base.extend<{ readonly visit: Visit }>({
  visit: async ({ page, installation, person, number, viewport }, use) => {
    await leaveTraces(page, await person({ phones: { mobile: number('67') } }));
    const strangers = recordStrangers(page);
    const isNarrow = (viewport?.width ?? 0) < 600;
    await openAdministration(page, installation, await person({ role: 'administrator', apps: 1 }));
    await use(async (name) => {
      await (isNarrow ? expectAccessibleInLight : expectAccessible)(page, name);
      await expectNoSidewaysScrolling(page, name);
    });
    expect(strangers, 'requests that the document does not have').toEqual([]);
  },
});

test.describe.configure({ mode: 'parallel' });

for (const [device, viewport] of [
  ['a desktop', { width: 1280, height: 900 }],
  ['a phone of 320 pixels', { width: 320, height: 640 }],
] as const) {
  test.describe(`the console on ${device}: accessible, nothing cut off, and within the document`, () => {
    test.use({ viewport });
    test.slow();

    test('the overview, and all that the menu leads to', async ({ page, visit }) => {
      await page.goto('/admin');
      await settled(page);
      await visit('overview');
      for (const group of ['people', 'help', 'policy', 'reports', 'connect', 'settings']) {
        await page.goto('/admin');
        await settled(page);
        await tourMenu({ page, visit }, group);
      }
    });
    test('people, groups, files and cases', async ({ page, visit, installation, person }) => {
      const { login } = await person({ state: 'enabled' });
      await tourPerson({ page, visit }, await person({ apps: 1, recoveryCodes: 3 }));
      await tourGroupsAndFiles({ page, visit }, `Harbour ${login}`);
      await tourCases({ page, visit }, installation);
    });
    test('every question of the policy', async ({ page, visit }) => {
      await tourPolicy({ page, visit });
    });
    test('reports, files and one attempt', async ({ page, visit }) => {
      await tourReports({ page, visit });
    });
    test('connections, alerts, voice and the API', async ({ page, visit }) => {
      await tourConnections({ page, visit }, `watch-${viewport.width}@example.org`);
    });
  });
}
