import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { contactsOffered, doneBy, firstPlace } from './places.ts';

const placeFor = (methods: number, recoveryCodes: boolean) =>
  firstPlace({ setUp: { methods, slots: [], recoveryCodes, appPasswords: true } }).kind;

describe('firstPlace', () => {
  it('goes on from what the server says is done', () => {
    assert.equal(placeFor(0, false), 'invitation');
    assert.equal(placeFor(1, false), 'second');
    assert.equal(placeFor(2, false), 'codes');
    assert.equal(placeFor(1, true), 'codes');
  });
});

describe('contactsOffered', () => {
  const offer = {
    slots: ['mobile', 'office', 'alternate'],
    app: true,
    passkey: false,
    device: false,
  } as const;

  it('keeps the alternate number for those who have a first', () => {
    assert.deepEqual(contactsOffered(offer, { first: true, added: [] }), [
      'mobile',
      'office',
      'app',
    ]);
  });
  it('does not offer a place that is taken, but as many apps as one likes', () => {
    const left = contactsOffered(offer, { first: false, added: ['mobile', 'app'] });
    assert.deepEqual(left, ['office', 'alternate', 'app']);
  });
  it('does not offer after a reload what was taken before it', () => {
    const setUp = {
      methods: 1,
      slots: ['office' as const],
      recoveryCodes: false,
      appPasswords: true,
    };
    const left = contactsOffered(offer, doneBy({ setUp }, []));
    assert.deepEqual(left, ['mobile', 'alternate', 'app']);
    assert.deepEqual(doneBy({ setUp }, ['office']), { first: false, added: ['office'] });
    assert.equal(doneBy({}, []).first, true);
  });
  it('offers a passkey first, and once', () => {
    const all = { ...offer, passkey: true, device: false };
    assert.equal(contactsOffered(all, { first: true, added: [] })[0], 'passkey');
    const left = contactsOffered(all, { first: false, added: ['passkey'] });
    assert.ok(!left.includes('passkey'));
  });
  it('offers what the organisation allows', () => {
    const allowed = { slots: ['office'], app: false, passkey: false, device: false } as const;
    assert.deepEqual(contactsOffered(allowed, { first: true, added: [] }), ['office']);
  });
});
