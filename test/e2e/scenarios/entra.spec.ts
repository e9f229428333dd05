import { t as app } from '../../../packages/ui/src/authenticator-text.ts';
import { t as device } from '../../../packages/ui/src/device-text.ts';
import { t } from '../../../packages/ui/src/security-info-text.ts';
import { addDevice, shownNumber, takePhone, typeNumber } from '../actions/device.ts';
import { openMicrosoft } from '../actions/entra.ts';
import { answerAndApprove, codeFromText } from '../actions/phone.ts';
import { beginWithText, saveCodesAndFinish } from '../actions/set-up.ts';
import { confirmByText } from '../actions/methods.ts';
import { choose, heading, openOptions, signInWithApp, typeCode } from '../actions/sign-in.ts';
import { addAuthenticator } from '../actions/virtual-authenticator.ts';
import { expect, test } from '../fixtures.ts';
import { expectAccessible } from '../verify/accessibility.ts';
import { expectNoSidewaysScrolling } from '../verify/layout.ts';

const HOUR = 60 * 60_000;

const ANSWER_URI = 'https://login.microsoftonline.com/common/federation/externalauthprovider';

test('a text verifies somebody for Microsoft 365', async ({
  page,
  installation,
  person,
  number,
}) => {
  const mobile = number('71');
  const somebody = await person({ phones: { mobile }, recoveryCodes: 1 });
  const { login } = somebody;
  const { name, posted, application } = await openMicrosoft(page, installation, { login });
  await expect(heading(page, t('code.text.title'))).toBeVisible();
  await expect(page.getByText(t('verify.asker', { name }))).toBeVisible();
  await expect(page.getByText('Microsoft waits')).toBeVisible();
  await expect(page).toHaveURL(/\/entra\/verify$/);
  await expectAccessible(page, 'the page of a relying party');
  await expectNoSidewaysScrolling(page, 'the page of a relying party');
  await page.reload();
  await expect(heading(page, t('code.text.title'))).toBeVisible();
  const { code } = await codeFromText(installation, mobile);
  await typeCode(page, code);
  const { fields } = await posted;
  const claims = await installation.ask('entraAccepts', login, { action: ANSWER_URI, fields });
  expect(claims['amr']).toEqual(['sms']);
  await expect(page).toHaveURL(application);
});

test('a call verifies somebody for Microsoft 365', async ({
  page,
  installation,
  person,
  number,
}) => {
  const mobile = number('74');
  const { login } = await person({ phones: { mobile }, prefers: 'call' });
  const { posted, application } = await openMicrosoft(page, installation, { login });
  await expect(heading(page, t('call.title'))).toBeVisible();
  await answerAndApprove(installation, mobile);
  const { fields } = await posted;
  const claims = await installation.ask('entraAccepts', login, { action: ANSWER_URI, fields });
  expect(claims['amr']).toEqual(['tel']);
  await expect(page).toHaveURL(application);
});

test('an app code verifies somebody for Microsoft 365', async ({ page, installation, person }) => {
  const { login } = await person({ apps: 1 });
  const { posted, application } = await openMicrosoft(page, installation, { login });
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await typeCode(page, await installation.ask('code', login));
  const { fields } = await posted;
  const claims = await installation.ask('entraAccepts', login, { action: ANSWER_URI, fields });
  expect(claims['amr']).toEqual(['otp']);
  await expect(page).toHaveURL(application);
});

test('a passkey verifies somebody for Microsoft 365', async ({ page, installation, person }) => {
  await addAuthenticator(page);
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  await signInWithApp(page, installation, somebody);
  const add = `${t('action.add')} ${t('method.passkey')}`;
  await page.getByRole('button', { name: add, exact: true }).click();
  await page.getByRole('button', { name: t('passkey.add.make'), exact: true }).click();
  await expect(page.getByText(t('security-info.saved.passkey'))).toBeVisible();
  const { posted, application } = await openMicrosoft(page, installation, { login });
  await openOptions(page);
  await choose(page, t('option.passkey'));
  const { fields } = await posted;
  const claims = await installation.ask('entraAccepts', login, { action: ANSWER_URI, fields });
  expect(claims['amr']).toEqual(['fido']);
  await expect(page).toHaveURL(application);
});

test('a number typed on the phone verifies somebody for Microsoft 365', async ({
  page,
  browser,
  installation,
  person,
}) => {
  const somebody = await person({ apps: 1 });
  const { login } = somebody;
  await signInWithApp(page, installation, somebody);
  const { phone, leave } = await takePhone(browser, installation);
  await addDevice(page, phone);
  await page.getByRole('button', { name: t('account.sign-out') }).click();
  await installation.ask('advance', HOUR);

  const { name, posted, application } = await openMicrosoft(page, installation, { login });
  await openOptions(page);
  await choose(page, device('option.push'));
  const number = await shownNumber(page);
  await expect(page.getByText(t('verify.asker', { name }))).toBeVisible();
  await expect(heading(phone, app('request.sign-in'))).toBeVisible();
  await expect(phone.getByText(number)).toHaveCount(0);
  await expectAccessible(page, 'the number, for a relying party');
  await expectAccessible(phone, 'a request of a relying party');
  for (const [screen, which] of [
    [page, 'the number'],
    [phone, 'the request'],
  ] as const) {
    const size = screen.viewportSize();
    await screen.setViewportSize({ width: 320, height: 720 });
    await expectNoSidewaysScrolling(screen, which);
    if (size !== null) await screen.setViewportSize(size);
  }
  await typeNumber(phone, number);
  const { fields } = await posted;
  const claims = await installation.ask('entraAccepts', login, { action: ANSWER_URI, fields });
  expect(claims['amr']).toEqual(['swk']);
  expect(claims['acr']).toBe('possessionorinherence');
  await expect(page).toHaveURL(application);
  await leave();
});

test('somebody without a method sets one up on the way', async ({
  page,
  installation,
  person,
  number,
}) => {
  const mobile = number('72');
  const { login } = await person({ state: 'enabled' });
  const settings = { registersInline: true };
  const { posted } = await openMicrosoft(page, installation, { login, settings });
  await beginWithText(page, mobile);
  await confirmByText(page, installation, mobile);
  await page.getByRole('button', { name: t('set-up.step3.skip') }).click();
  await saveCodesAndFinish(page);
  const { fields } = await posted;
  const claims = await installation.ask('entraAccepts', login, { action: ANSWER_URI, fields });
  expect(claims['amr']).toEqual(['sms']);
});

test('whoever gives up goes back to Microsoft with an error', async ({
  page,
  installation,
  person,
  number,
}) => {
  const somebody = await person({ apps: 1, phones: { mobile: number('73') } });
  const { login } = somebody;
  const { posted } = await openMicrosoft(page, installation, { login });
  await openOptions(page);
  await choose(page, t('verify.cancel'));
  expect((await posted).fields['error']).toBe('access_denied');
});

test('somebody who cannot be verified is told so, and led back', async ({
  page,
  installation,
  person,
}) => {
  const { login } = await person({ recoveryCodes: 1 });
  const first = await openMicrosoft(page, installation, { login });
  await expect(heading(page, t('verify.no-method.title'))).toBeVisible();
  await expectAccessible(page, 'nothing to verify with');
  await page.getByRole('button', { name: t('verify.back') }).click();
  expect((await first.posted).fields['error']).toBe('access_denied');
  await expect(page).toHaveURL(first.application);

  const stranger = await openMicrosoft(page, installation, { login: 'nobody-here' });
  await expect(heading(page, 'You have no account here yet')).toBeVisible();
  await expectAccessible(page, 'a refusal');
  await page.getByRole('button', { name: 'Back to Microsoft' }).click();
  expect((await stranger.posted).fields['error']).toBe('access_denied');
});
