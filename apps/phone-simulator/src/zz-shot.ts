import { chromium } from '@playwright/test';
import { startNetwork } from './testing/application.ts';
import { createTransport } from 'nodemailer';
const docs = {
  '/voice': `<Response><Gather numDigits="1" finishOnKey="" timeout="10000" action="/answer"><Say>Hello. This is Example Org, checking that it is you who is signing in.</Say><Say>If you are signing in right now, press the pound key to approve.</Say></Gather></Response>`,
  '/answer': '<Response><Say>Thank you. Your sign-in is approved. Goodbye.</Say></Response>',
};
const n = await startNetwork(docs);
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
const page = await context.newPage();
const problems: string[] = [];
page.on('console', (m) => problems.push(m.text()));
page.on('pageerror', (e) => problems.push(String(e)));
await page.goto(n.url);
await page.getByText('Live', { exact: true }).waitFor();
await page.screenshot({ path: '/tmp/shots/empty.png' });
const text = (to: string, body: string) =>
  n.api('POST', 'Messages.json', { form: { To: to, From: '+13125550101', Body: body } });
await text(
  '+12125550167',
  'Example Org: your code is 491827. Never share it.\n\n@proof.example.com #491827',
);
await text('+14155550130', 'Example Org: 220913 is your code. Never share it.');
const t = createTransport({ host: '127.0.0.1', port: n.smtpPort });
await t.sendMail({
  from: 'Example Org <no-reply@example.org>',
  to: 'ada@example.com',
  subject: 'Your security info changed',
  text: 'A phone ending in 67 was added.\n\nNot you? https://proof.example.com/freeze/abc',
});
await t.sendMail({
  from: 'Example Org <no-reply@example.org>',
  to: 'grace@example.com',
  subject: 'A sign-in was reported as fraud on 24 November, please have a look',
  text: 'Hello',
});
n.control.setBehaviour({ to: '+13055550142', mode: 'never-deliver' });
await text('+13055550142', 'Lost');
const c1 = await n.placeCall('+12125550167');
n.control.answer(String(c1.json['sid']));
await n.control.waitForSpoken(String(c1.json['sid']), 'Hello');
await n.placeCall('+14155550130', { Timeout: '6000' });
const c3 = await n.placeCall('+14155550130');
n.control.decline(String(c3.json['sid']));
await page.waitForTimeout(400);
await page.getByText('Your security info').click();
await page.screenshot({ path: '/tmp/shots/desktop.png', fullPage: true });
await page.emulateMedia({ colorScheme: 'dark' });
await page.screenshot({ path: '/tmp/shots/dark.png', fullPage: true });
await page.emulateMedia({ colorScheme: 'light' });
await page.setViewportSize({ width: 375, height: 800 });
await page.screenshot({ path: '/tmp/shots/mobile.png', fullPage: true });
await page.setViewportSize({ width: 320, height: 700 });
console.log('overflow', await page.evaluate(() => document.documentElement.scrollWidth));
await page.locator('summary', { hasText: 'Network' }).first().click();
await page.screenshot({ path: '/tmp/shots/320.png' });
await page.setViewportSize({ width: 1280, height: 900 });
// keyboard: press # typed within the phone
const card = page.locator('.phone').first();
await card.getByRole('button', { name: 'Pound' }).focus();
await page.keyboard.press('#');
await n.control.waitForSpoken(String(c1.json['sid']), 'Thank you');
await page.getByRole('button', { name: 'Answer' }).first().click();
await page.waitForTimeout(300);
console.log('focus', await page.evaluate(() => document.activeElement?.getAttribute('aria-label')));
await page.locator('.call summary').first().click();
await page.screenshot({ path: '/tmp/shots/after.png', fullPage: true });
await page.getByLabel('Add a number').fill('12');
await page.getByRole('button', { name: 'Add', exact: true }).click();
await page.waitForTimeout(200);
await page.screenshot({ path: '/tmp/shots/problem.png' });
try {
  const { AxeBuilder } = await import('@axe-core/playwright');
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme });
    const r = await new AxeBuilder({ page }).analyze();
    console.log(
      scheme,
      JSON.stringify(
        r.violations.map((v) => [v.id, v.nodes.map((x) => x.html.slice(0, 120))]),
        null,
        1,
      ),
    );
  }
} catch (e) {
  console.log(String(e));
}
console.log('console:', problems);
await browser.close();
await n.stop();
process.exit(0);
