import { expect, type Page } from '@playwright/test';
import { EN_ACCOUNT } from '../../../packages/ui/src/texts/en-account.ts';
import { EN } from '../../../packages/ui/src/texts/en.ts';
import { EN_LATER } from '../../../packages/ui/src/texts/en-later.ts';
import { EN_SECURITY_INFO } from '../../../packages/ui/src/texts/en-security-info.ts';
import { errorText, textsOf } from '../../../packages/ui/src/text.ts';
import type { PersonInHand } from '../../harness/e2e-server.ts';
import type { Installation } from '../installation.ts';
import { openActivity, openBrowsers } from './account.ts';
import { appPasswords, makeAppPassword } from './app-passwords.ts';
import { beginApp, beginMove, row, typeNumber } from './methods.ts';
import { choosePassword, forgetPassword, linkMailed, useCode } from './password.ts';
import { beginWithText, makeAndSaveCodes } from './set-up.ts';
import { codeFromText } from './phone.ts';
import {
  choose,
  expectSignedIn,
  heading,
  openOptions,
  signInWithApp,
  typeCode,
  typePassword,
} from './sign-in.ts';

const t = textsOf({ ...EN, ...EN_LATER, ...EN_SECURITY_INFO, ...EN_ACCOUNT });

/** Called on every screen and dialog, with a name for it. */
export type Visit = (name: string) => Promise<void>;

export type Tour = {
  readonly page: Page;
  readonly installation: Installation;
  readonly visit: Visit;
};

/** Of somebody with an app, recovery codes and all three numbers, whose app is asked for first. */
export async function tourSignIn(tour: Tour, person: PersonInHand, office: string): Promise<void> {
  const { page, installation, visit } = tour;
  await typePassword(page, { ...person, password: 'not this one' });
  await expect(page.getByText(errorText('sign_in_failed').happened)).toBeVisible();
  await visit('wrong password');
  await typePassword(page, person);
  await expect(heading(page, t('code.totp.title'))).toBeVisible();
  await visit('app code');
  await openOptions(page);
  await visit('options');
  await choose(page, t('option.text', { number: '+X XXXXXXXX67' }));
  await expect(page.getByText(t('delivery.delivered'))).toBeVisible();
  await typeCode(page, '12');
  await expect(page.getByText(errorText('code_rejected').happened)).toBeVisible();
  await visit('wrong code');
  await openOptions(page);
  await choose(page, t('option.saved-recovery-code'));
  await expect(heading(page, t('code.recovery.title'))).toBeVisible();
  await visit('recovery code');
  await openOptions(page);
  await choose(page, t('option.call', { number: '+X XXXXXXXX81' }));
  const { sid } = await installation.ask('waitForCall', office);
  await expect(page.getByText(t('call.ringing'))).toBeVisible();
  await visit('call');
  await installation.ask('letRing', sid);
  await expect(page.getByText(t('call.outcome.no-answer'), { exact: true })).toBeVisible();
  await visit('call that nobody answered');
  await openOptions(page);
  await choose(page, t('option.totp'));
  await page.getByRole('checkbox', { name: t('remember.days', { days: 14 }) }).check();
  await typeCode(page, await installation.ask('code', person.login));
  await expectSignedIn(page);
}

/** Of the same person, signed in. */
export async function tourSecurityInfo({ page, installation, visit }: Tour, fresh: string) {
  await expect(row(page, t('method.mobile'))).toBeVisible();
  await expect(page.getByRole('button', { name: t('remembered.restore') })).toBeVisible();
  await expect(appPasswords(page)).toBeVisible();
  await visit('security info');
  await tourAppPasswords(page, visit);
  const app = t('method.app');
  await page.getByRole('button', { name: `${t('action.delete')} ${app}` }).click();
  await visit('delete dialog');
  await page.getByRole('button', { name: t('delete.keep') }).click();
  await page.getByRole('button', { name: `${t('action.rename')} ${app}` }).click();
  await visit('rename dialog');
  await page.getByRole('button', { name: t('action.cancel') }).click();

  await tourMove(page, visit);
  await page.getByRole('button', { name: `${t('action.add')} ${t('method.passkey')}` }).click();
  await expect(heading(page, t('passkey.add.title'))).toBeVisible();
  await visit('new passkey');
  await page.getByRole('button', { name: t('action.back') }).click();

  const key = await beginApp(page, 'Tablet');
  expect(key).not.toBe('');
  await visit('new app');
  await page.getByRole('button', { name: t('action.back') }).click();
  await expect(heading(page, t('app.title'))).toBeVisible();
  await visit('name of the app');
  await page.getByRole('button', { name: t('action.back') }).click();

  await page.getByRole('button', { name: `${t('action.change')} ${t('method.office')}` }).click();
  await expect(page.getByLabel(t('phone.extension'))).toBeVisible();
  await visit('office number');
  await page.getByRole('button', { name: t('action.back') }).click();
  await page.getByRole('button', { name: `${t('action.change')} ${t('method.mobile')}` }).click();
  await visit('mobile number');
  await typeNumber(page, fresh, 'text');
  await expect(heading(page, t('code.text.title'))).toBeVisible();
  await visit('code for a new number');
  await page.goto('/security-info');
  await page.getByRole('button', { name: t('method.codes.make-new') }).click();
  await page.getByRole('button', { name: t('recovery.make-new') }).click();
  await expect(page.getByRole('region', { name: t('recovery.sheet.label') })).toBeVisible();
  await visit('recovery codes');
  await page.goto('/security-info');
  await expect(row(page, t('method.mobile'))).toBeVisible();

  await page.getByRole('button', { name: `${t('action.change')} ${t('password.title')}` }).click();
  await page.getByRole('button', { name: t('password.change.title') }).click();
  await expect(page.getByText(t('password.next.short'))).toBeVisible();
  await visit('change of the password');
  await page.getByRole('button', { name: t('action.back') }).click();

  await installation.ask('advance', 10 * 60_000);
  await page.getByRole('button', { name: `${t('action.delete')} ${t('method.office')}` }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: t('action.delete') }).click();
  await expect(page.getByRole('dialog', { name: t('step-up.title') })).toBeVisible();
  await visit('step-up dialog');
}

async function tourMove(page: Page, visit: Visit): Promise<void> {
  const moving = await beginMove(page);
  await visit('new phone');
  await page.goBack();
  await page.getByRole('button', { name: t('move.action') }).click();
  await visit('move to a new phone');
  expect(await beginMoveAgain(page)).not.toBe(moving);
  await page.goto('/security-info?change=move&method=gone');
  await expect(heading(page, t('move.gone'))).toBeVisible();
  await visit('an app that is gone');
  await page.getByRole('button', { name: t('move.to-list') }).click();
}

async function beginMoveAgain(page: Page): Promise<string> {
  await page.getByRole('button', { name: t('action.next') }).click();
  await page.getByText(t('app.by-hand')).click();
  return page.locator('dd.secret').innerText();
}

const HELP = ['new-phone', 'lost-phone', 'no-code', 'moving-the-app', 'passkey'];

/** Of anybody. */
export async function tourHelp({ page, visit }: Tour): Promise<void> {
  await page.goto('/help?use=office');
  await expect(page.getByText('Office 365 Settings')).toBeVisible();
  await visit('help');
  for (const question of HELP) {
    await page.goto(`/help/${question}`);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await visit(`help: ${question}`);
  }
}

async function tourAppPasswords(page: Page, visit: Visit): Promise<void> {
  await appPasswords(page)
    .getByRole('button', { name: t('app-passwords.create') })
    .click();
  await page
    .getByRole('button', { name: t('app-passwords.create') })
    .last()
    .click();
  await expect(page.getByText(t('app-passwords.name.empty'))).toBeVisible();
  await visit('name of an app password');
  await makeAppPassword(page, 'Laptop');
  await visit('app password');
  await page.getByRole('button', { name: t('app-passwords.close') }).click();
  await page.getByRole('button', { name: `${t('action.delete')} Laptop` }).click();
  await visit('delete an app password');
  await page.getByRole('button', { name: t('delete.keep') }).click();
}

/** Of somebody who has to set up a second step. */
export async function tourSetUp(tour: Tour, person: PersonInHand, mobile: string): Promise<void> {
  const { page, installation, visit } = tour;
  await page.context().clearCookies();
  await typePassword(page, person);
  await expect(heading(page, t('set-up.invitation.title'))).toBeVisible();
  await visit('invitation');
  await page.getByRole('button', { name: t('set-up.start') }).click();
  await expect(heading(page, t('set-up.step1'))).toBeVisible();
  await visit('step 1');
  await page.getByRole('button', { name: t('action.back') }).click();
  await beginWithText(page, mobile);
  await visit('step 2');
  await typeCode(page, (await codeFromText(installation, mobile)).code);
  await expect(page.getByText(t('set-up.first-works'))).toBeVisible();
  await visit('step 3');
  await page.getByRole('button', { name: t('set-up.step3.skip') }).click();
  await expect(heading(page, t('set-up.step4'))).toBeVisible();
  await visit('step 4');
  await makeAndSaveCodes(page);
  await visit('existing applications');
  await makeAppPassword(page, 'Old mail program');
  await visit('app password in the set-up');
  await page.getByRole('button', { name: t('action.done') }).click();
  await expectSignedIn(page);
  await visit('security info with advice');
}

/** Of somebody with an app and one recovery code, whose password an administrator chose. */
export async function tourTasks(tour: Tour, person: PersonInHand): Promise<void> {
  const { page, installation, visit } = tour;
  const password = await installation.ask('orderPassword', person.login);
  await page.context().clearCookies();
  await typePassword(page, { ...person, password });
  await openOptions(page);
  await choose(page, t('option.saved-recovery-code'));
  await useCode(page, person);
  await expect(heading(page, t('task.password.title'))).toBeVisible();
  await visit('a password of your own');
  await choosePassword(page);
  await expect(heading(page, t('task.codes.title'))).toBeVisible();
  await visit('new recovery codes');
  await page.getByRole('button', { name: t('recovery.make') }).click();
  await expect(page.getByRole('region', { name: t('recovery.sheet.label') })).toBeVisible();
  await visit('new recovery codes, shown');
}

/** From the link on the sign-in page to a new password. */
export async function tourForgotten(tour: Tour, person: PersonInHand): Promise<void> {
  const { page, installation, visit } = tour;
  await page.goto('/forgot-password');
  await page.getByRole('button', { name: t('forgot.submit') }).click();
  await expect(page.getByText(t('field.login.empty'), { exact: true })).toBeVisible();
  await visit('forgotten password');
  await forgetPassword(page, person.login);
  await visit('forgotten password, sent');
  await page.goto('/reset-password');
  await expect(heading(page, t('reset.broken.title'))).toBeVisible();
  await visit('link that is not complete');
  const link = await linkMailed(installation, person);
  await page.goto(link);
  await choosePassword(page, 'password');
  await expect(page.getByText(errorText('password_unacceptable').happened)).toBeVisible();
  await visit('new password');
  await choosePassword(page);
  await expect(heading(page, t('reset.done.title'))).toBeVisible();
  await visit('new password, set');
  await page.goto('/sign-in');
  await page.goto(link);
  await choosePassword(page);
  await expect(page.getByText(errorText('reset_refused').happened)).toBeVisible();
  await visit('link that was used');
}

/** Those that nobody has to sign in for. */
export async function tourOutside({ page, visit }: Tour, lost: PersonInHand): Promise<void> {
  await page.goto('/sign-in');
  await expect(heading(page, t('sign-in.title'))).toBeVisible();
  await visit('sign-in');
  await page.getByText(t('help.question')).click();
  await page.getByRole('button', { name: t('sign-in.submit'), exact: true }).click();
  await visit('sign-in with nothing typed');
  await page.goto('/bootstrap#not-a-token');
  await expect(heading(page, t('bootstrap.title'))).toBeVisible();
  await visit('first administrator');
  await typePassword(page, lost);
  await expect(heading(page, t('needs-help.title'))).toBeVisible();
  await page.getByText(t('details.title')).click();
  await visit('help needed');
}

/** What becomes of an account: of somebody with two apps. */
export async function tourAccount(tour: Tour, person: PersonInHand): Promise<void> {
  const { page, installation, visit } = tour;
  await page.goto('/freeze#not-a-token');
  await expect(heading(page, t('freeze.title'))).toBeVisible();
  await visit('freeze link');
  await page.getByRole('button', { name: t('freeze.go') }).click();
  await expect(page.getByText(errorText('freeze_refused').happened)).toBeVisible();
  await visit('freeze link that is used');
  await page.goto('/help/report?correlation-id=17');
  await expect(heading(page, t('report.title'))).toBeVisible();
  await page.getByRole('button', { name: t('report.send') }).click();
  await expect(page.getByText(t('report.message.empty'))).toBeVisible();
  await visit('report');
  await signInWithApp(page, installation, person);
  await openActivity(page);
  await visit('activity');
  await page
    .getByRole('button', { name: t('not-me') })
    .first()
    .click();
  await expect(page.getByRole('dialog', { name: t('not-me.title') })).toBeVisible();
  await visit('not-me dialog');
  await page.getByRole('button', { name: t('not-me.go') }).click();
  await expect(page.getByText(t('activity.disowned'))).toBeVisible();
  await visit('activity that was stopped');
  await page.getByRole('button', { name: t('account-links.back') }).click();
  await openBrowsers(page);
  await visit('where you are signed in');
}
