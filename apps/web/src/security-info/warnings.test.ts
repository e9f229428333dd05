import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { warningsFor } from './warnings.ts';

const phone = (slot: 'mobile' | 'office' | 'alternate') =>
  ({ kind: 'phone', slot, state: 'active' }) as const;
const APP = { kind: 'totp', state: 'active' } as const;
const passkey = (synced: boolean) =>
  ({ kind: 'passkey', state: 'active', passkey: { synced } }) as const;
const codes = (codesLeft: number) =>
  ({ kind: 'saved-recovery-codes', state: 'active', codesLeft }) as const;

const mayAdd: Parameters<typeof warningsFor>[0]['mayAdd'] = {
  slots: ['mobile', 'office', 'alternate'],
  app: true,
  passkey: true,
  hardwareToken: false,
};

type Methods = Parameters<typeof warningsFor>[0]['methods'];

const warned = (...methods: Methods) => warningsFor({ methods, mayAdd });
const titles = (...methods: Methods) => warned(...methods).map(({ title }) => title);

describe('U13 the lock-out warning', () => {
  it('is there for a single method, and says which it is', () => {
    assert.equal(titles(phone('mobile'))[0], 'One phone number is your only way to sign in');
    assert.equal(titles(APP)[0], 'Your app is your only way to sign in');
  });
  it('is there for an app and the only number that may be on the same phone', () => {
    const [warning] = warned(APP, phone('mobile'));
    assert.equal(warning?.title, 'Your app and your only number may be on the same phone');
    assert.equal(warning.kind, 'danger');
    assert.deepEqual(
      warning.remedies.map(({ change }) => change),
      ['alternate', 'passkey'],
    );
  });
  it('is milder while there are recovery codes', () => {
    assert.deepEqual(
      warned(APP, phone('mobile'), codes(10)).map(({ kind }) => kind),
      ['advice'],
    );
  });
  it('leaves those alone who have a second number, a desk phone or an app elsewhere', () => {
    assert.deepEqual(titles(phone('mobile'), phone('alternate'), codes(10)), []);
    assert.deepEqual(titles(APP, phone('office'), codes(10)), []);
    assert.deepEqual(titles(APP, APP, codes(10)), []);
  });
  it('does not count what is switched off', () => {
    const off = { ...APP, state: 'disabled' } as const;
    assert.equal(titles(phone('mobile'), off)[0], 'One phone number is your only way to sign in');
  });
  it('says what to add, as far as it may be added', () => {
    const ofOnlyPhone = warned(phone('mobile'))[0]?.remedies.map(({ change }) => change);
    assert.deepEqual(ofOnlyPhone, ['alternate', 'app', 'passkey']);
    const methods = [APP];
    const forbidden = warningsFor({
      methods,
      mayAdd: { slots: [], app: true, passkey: false, hardwareToken: false },
    });
    assert.deepEqual(forbidden[0]?.remedies, []);
  });
  it('counts a passkey as a device of its own, unless it is synced', () => {
    const [alone] = warned(passkey(false));
    assert.equal(alone?.title, 'A passkey on one device is your only way to sign in');
    assert.deepEqual(
      alone.remedies.map(({ change }) => change),
      ['mobile', 'app'],
    );
    const beside = [[passkey(false)], [APP], [phone('mobile')], [APP, phone('mobile')]];
    for (const others of beside) {
      assert.deepEqual(titles(passkey(false), ...others, codes(10)), []);
      assert.deepEqual(titles(passkey(true), ...others, codes(10)), []);
    }
    assert.deepEqual(titles(passkey(true), codes(10)), []);
  });
});

describe('M05 the warning about recovery codes', () => {
  const safe = [phone('mobile'), phone('alternate')] as const;
  it('comes with two left or fewer', () => {
    assert.deepEqual(titles(...safe, codes(3)), []);
    assert.deepEqual(titles(...safe, codes(2)), ['You have 2 recovery codes left']);
    assert.deepEqual(titles(...safe, codes(1)), ['You have 1 recovery code left']);
    assert.deepEqual(titles(...safe, codes(0)), ['Your recovery codes are used up']);
  });
  it('is an advice where none were made', () => {
    const [warning] = warned(...safe);
    assert.deepEqual([warning?.kind, warning?.title], ['advice', 'You have no recovery codes']);
  });
});
