import { t } from '../../../packages/ui/src/text.ts';
import { choose, heading, openOptions, typePassword } from '../actions/sign-in.ts';
import { expect, test } from '../fixtures.ts';
import { recordTraffic, showsMore } from '../verify/traffic.ts';

test('U09 before the second step nothing shows more than two digits of a number', async ({
  page,
  installation,
  person,
  number,
}) => {
  const numbers = { mobile: number('67'), office: number('81'), alternate: number('30') };
  const somebody = await person({ phones: numbers });
  const traffic = await recordTraffic(page);

  await typePassword(page, somebody);
  await expect(page.getByText(t('delivery.delivered'))).toBeVisible();
  await openOptions(page);
  for (const masked of ['67', '81', '30']) {
    const option = t('option.call', { number: `+X XXXXXXXX${masked}` });
    await expect(page.getByRole('button', { name: option })).toBeVisible();
  }
  await choose(page, t('option.call', { number: '+X XXXXXXXX30' }));
  await expect(heading(page, t('call.title'))).toBeVisible();
  const call = await installation.ask('waitForCall', numbers.alternate);
  await installation.ask('letRing', call.sid);
  await expect(page.getByText(t('call.outcome.no-answer'), { exact: true })).toBeVisible();

  expect(showsMore('{"masked":"+X XXXXXXX167"}', numbers.mobile), 'it would be seen').toBe(true);
  const { answers, everything } = await traffic.sofar();
  expect(answers.some((text) => text.includes('XXXXXXXX67'))).toBe(true);
  expect(answers.some((text) => text.startsWith('changed:'))).toBe(true);
  const shown = [...answers, await page.getByRole('main').innerHTML()];
  for (const e164 of Object.values(numbers)) {
    expect(shown.filter((text) => showsMore(text, e164))).toEqual([]);
    expect(everything.filter((text) => text.includes(e164.slice(-7)))).toEqual([]);
  }
});
