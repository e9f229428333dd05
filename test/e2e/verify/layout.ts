import { expect, type Page } from '@playwright/test';

/** WCAG 1.4.10: nothing to scroll for sideways. */
export async function expectNoSidewaysScrolling(page: Page, name: string): Promise<void> {
  const { needed, given } = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const dialog = document.querySelector('dialog[open]');
    const over = dialog === null ? 0 : dialog.scrollWidth - dialog.clientWidth;
    return { needed: scrollWidth + over, given: clientWidth };
  });
  expect.soft(needed, name).toBeLessThanOrEqual(given);
}
