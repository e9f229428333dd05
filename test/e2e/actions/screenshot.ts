import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';

/** Pictures for the README, taken only when asked for. */
export async function picture(page: Page, name: string): Promise<void> {
  if (process.env['PROOFUP_SCREENSHOTS'] !== '1') return;
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.evaluate(async () => document.fonts.ready);
  const file = fileURLToPath(new URL(`../../../docs/images/${name}.png`, import.meta.url));
  await page.screenshot({ path: file, animations: 'disabled' });
}
