import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ACTIVITY_EVENTS } from '@proofup/contract/activity.ts';
import { sentenceOf } from './sentence.ts';

describe('sentenceOf', () => {
  it('has words for every line', () => {
    const sentences = ACTIVITY_EVENTS.map((event) => sentenceOf({ event, by: 'person' }));
    for (const sentence of sentences) assert.match(sentence, /^[A-Z][^{}]+[^.]$/);
    assert.equal(new Set(sentences).size, sentences.length);
  });
  it('says with what, by whom and why where that matters', () => {
    assert.equal(
      sentenceOf({ event: 'authn_login_success', by: 'person', method: 'call' }),
      'Signed in with a call',
    );
    assert.equal(
      sentenceOf({ event: 'session_revoked', by: 'administrator' }),
      'Signed you out of every browser',
    );
    assert.equal(
      sentenceOf({ event: 'authz_admin', by: 'administrator', action: 'password_reset' }),
      'Changed your password',
    );
    assert.equal(
      sentenceOf({ event: 'phone.confirmed', by: 'person', reason: 'replaced' }),
      'Replaced a phone number',
    );
  });
});
