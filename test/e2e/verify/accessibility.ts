import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'];

/** What axe finds against WCAG 2.2 AA on the page as it is now, in the light and in the dark. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  await expectAccessibleInLight(page, name);
  await page.emulateMedia({ colorScheme: 'dark' });
  await report(new AxeBuilder({ page }).withRules(['color-contrast']), `${name}, in the dark`);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Where the same colours were looked at in the dark before, at another width. */
export const expectAccessibleInLight = (page: Page, name: string): Promise<void> =>
  report(new AxeBuilder({ page }).withTags(STANDARDS), name);

async function report(axe: AxeBuilder, name: string): Promise<void> {
  // Legacy: without frames there is nothing to gather in a page of its own.
  const { violations } = await axe.setLegacyMode().analyze();
  const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)[0]}`);
  expect.soft(found, name).toEqual([]);
}
