import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { ERROR_CODES } from '@proofup/contract/error-codes.ts';
import { errorText, fill } from '@proofup/ui/text.ts';
import { EN } from '@proofup/ui/texts/en.ts';
import { EN_ADMIN } from '@proofup/ui/texts/en-admin.ts';
import { EN_CONNECT } from '@proofup/ui/texts/en-connect.ts';
import { EN_PEOPLE } from '@proofup/ui/texts/en-people.ts';
import { EN_HELPING } from '@proofup/ui/texts/en-helping.ts';
import { EN_ACCOUNT } from '@proofup/ui/texts/en-account.ts';
import { EN_APPS } from '@proofup/ui/texts/en-apps.ts';
import { EN_DEVICE } from '@proofup/ui/texts/en-device.ts';
import { EN_CONSOLE } from '@proofup/ui/texts/en-console.ts';
import { EN_GROUPS } from '@proofup/ui/texts/en-groups.ts';
import { EN_ROLL_OUT } from '@proofup/ui/texts/en-roll-out.ts';
import { EN_BRAND } from '@proofup/ui/texts/en-brand.ts';
import { EN_VOICE_TEST } from '@proofup/ui/texts/en-voice-test.ts';
import { EN_PERSON } from '@proofup/ui/texts/en-person.ts';
import { EN_POLICY } from '@proofup/ui/texts/en-policy.ts';
import { EN_PROTECTION } from '@proofup/ui/texts/en-protection.ts';
import { EN_HELP, EN_HELP_ROUTES, EN_HELP_WORDS } from '@proofup/ui/texts/en-help.ts';
import { EN_LATER } from '@proofup/ui/texts/en-later.ts';
import { EN_SECURITY_INFO } from '@proofup/ui/texts/en-security-info.ts';
import { EN_ERRORS, EN_OTHER_ERROR } from '@proofup/ui/texts/en-errors.ts';

const sources = globSync('**/*.{ts,tsx}', { cwd: import.meta.dirname })
  .filter((file) => !file.includes('.test.'))
  .map((file) => readFileSync(path.join(import.meta.dirname, file), 'utf8'));

const used = new Set(
  sources.flatMap((source) =>
    [...source.matchAll(/\b(?:t|deviceText)\(\s*'([^']+)'/g)].map(([, id]) => id ?? ''),
  ),
);

const TEXTS = {
  ...EN,
  ...EN_LATER,
  ...EN_ACCOUNT,
  ...EN_SECURITY_INFO,
  ...EN_HELP_WORDS,
  ...EN_APPS,
  ...EN_DEVICE,
  ...EN_ADMIN,
  ...EN_CONNECT,
  ...EN_PEOPLE,
  ...EN_HELPING,
  ...EN_CONSOLE,
  ...EN_GROUPS,
  ...EN_PERSON,
  ...EN_POLICY,
  ...EN_PROTECTION,
  ...EN_ROLL_OUT,
  ...EN_BRAND,
  ...EN_VOICE_TEST,
};

/** The sentences of the help pages, however deep they stand. */
const sentencesIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.startsWith('/') ? [] : [value];
  return typeof value === 'object' && value !== null
    ? Object.values(value).flatMap(sentencesIn)
    : [];
};

describe('fill', () => {
  it('fills each placeholder, also one that stands twice', () => {
    assert.equal(fill('{n} of {n}, {what}', { n: 3, what: 'codes' }), '3 of 3, codes');
  });
  it('leaves one without a value to be seen', () => assert.equal(fill('{n} left', {}), '{n} left'));
  it('takes a value as it is', () => assert.equal(fill('{n}', { n: '{n} $& $1' }), '{n} $& $1'));
});

/** Labels that people know since 2016, to the letter. */
const KEPT: ReadonlySet<string> = new Set([
  'How you use multi-factor authentication',
  'Restore multi-factor authentication on all remembered devices',
]);

describe('texts', () => {
  it('has every text that a page asks for, and no other', () => {
    assert.deepEqual([...used].toSorted(), Object.keys(TEXTS).toSorted());
  });

  it('says for every error what happened, what is safe and what to do', () => {
    assert.deepEqual(Object.keys(EN_ERRORS).toSorted(), Object.keys(ERROR_CODES).toSorted());
    for (const code of Object.values(EN_ERRORS)) {
      for (const sentence of Object.values(code)) assert.match(sentence, /\S/);
    }
    assert.equal(errorText('last_method').next, EN_ERRORS.last_method.next);
  });

  // "Hardware token" is what the label has been called since 2016.
  it('speaks plainly', () => {
    const jargon =
      /\b((?<!hardware )token|authenticat(?!or|ion [pP]hone|ion on previously trusted)\w*|credential|session|OTP|TOTP|MFA|2FA)\b/i;
    const sentences = [
      ...Object.values(TEXTS),
      ...sentencesIn([EN_HELP, EN_HELP_ROUTES]),
      ...[...Object.values(EN_ERRORS), EN_OTHER_ERROR].flatMap((error) => Object.values(error)),
    ];
    assert.deepEqual(
      sentences.filter((sentence) => jargon.test(sentence) && !KEPT.has(sentence)),
      [],
    );
  });
});
