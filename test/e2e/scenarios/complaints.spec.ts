import { t } from '../../../packages/ui/src/text.ts';
import { heading } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';

// Every test fails on what the browser complains about; this one shows that it would be noticed.
test('errors and breaches of the security policy are noticed', async ({ page, complaints }) => {
  await page.goto('/sign-in');
  await expect(heading(page, t('sign-in.title'))).toBeVisible();
  expect(complaints).toEqual([]);
  await page.evaluate(() => {
    const style = document.createElement('style');
    style.textContent = 'body { color: red }';
    document.head.append(style);
  });
  await expect.poll(() => complaints.map(({ kind }) => kind)).toContain('policy');
  await page.evaluate(() => {
    reportError(new Error('of the test'));
  });
  await expect.poll(() => complaints.map(({ kind }) => kind)).toContain('exception');
  complaints.length = 0;
});

test('a page that does not exist says so', async ({ page, complaints }) => {
  const response = await page.goto('/no-such-page');
  expect(response?.status()).toBe(404);
  await expect(heading(page, t('not-found.title'))).toBeVisible();
  // The browser logs the 404 of the page itself.
  const others = complaints.filter(({ text }) => !/^Failed to load resource: .* 404/.test(text));
  expect(others).toEqual([]);
  complaints.length = 0;
});
