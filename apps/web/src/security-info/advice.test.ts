import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { adviceFor } from './advice.ts';

const phone = (slot: 'mobile' | 'alternate') => ({ kind: 'phone', slot, state: 'active' }) as const;
const APP = { kind: 'totp', state: 'active' } as const;
const CODES = { kind: 'saved-recovery-codes', state: 'active' } as const;

const withCodes = (codesLeft: number) =>
  adviceFor([phone('mobile'), phone('alternate'), { ...CODES, codesLeft }]);

describe('adviceFor', () => {
  it('urges those who have one phone and nothing else', () => {
    assert.equal(adviceFor([phone('mobile')])?.title, 'Add a second way to sign in');
  });
  it('U13 urges those whose app and only number may be on one phone', () => {
    assert.equal(adviceFor([phone('mobile'), APP, CODES])?.title, 'Add a second phone number');
    assert.equal(adviceFor([APP])?.title, 'Add a second phone number');
  });
  it('does not count what is switched off', () => {
    assert.ok(adviceFor([phone('mobile'), { ...APP, state: 'disabled' }]));
  });
  it('M05 warns when two recovery codes are left, and not when three are', () => {
    assert.equal(
      withCodes(2)?.text,
      '2 of your 10 codes can still be used. Make new ones in good time.',
    );
    assert.ok(withCodes(0));
    assert.equal(withCodes(3), undefined);
  });
  it('leaves those alone who have two numbers, or a number and codes', () => {
    assert.equal(adviceFor([phone('mobile'), phone('alternate'), APP]), undefined);
    assert.equal(adviceFor([phone('mobile'), CODES]), undefined);
  });
});
