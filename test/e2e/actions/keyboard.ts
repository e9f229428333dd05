import { expect, type Locator, type Page } from '@playwright/test';

const MOST_STOPS = 25;

/** Tab by Tab; every stop on the way has to show that it has the focus. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    await page.keyboard.press('Tab');
    const { shown, what } = await page.evaluate(() => {
      const element = document.activeElement ?? document.body;
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      return { shown: outlineStyle !== 'none' || boxShadow !== 'none', what: element.outerHTML };
    });
    expect(shown, `the focus shows on ${what}`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`no way to ${String(target)} by Tab`);
}
