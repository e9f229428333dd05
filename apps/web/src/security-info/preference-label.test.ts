import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isPreferable, preferenceLabel } from './preference-label.ts';

describe('the preferred option', () => {
  it('has the labels that people know', () => {
    const text = { id: '1', type: 'text', slot: 'mobile' } as const;
    const call = { id: '2', type: 'call', slot: 'office' } as const;
    assert.equal(preferenceLabel(text, []), 'Text code to my authentication phone');
    assert.equal(preferenceLabel(call, []), 'Call my office phone');
  });
  it('names the app only where there are several', () => {
    const work = { id: '3', type: 'totp', name: 'Work phone' } as const;
    const tablet = { id: '4', type: 'totp', name: 'Tablet' } as const;
    assert.equal(preferenceLabel(work, [work]), 'Use verification code from app');
    assert.equal(
      preferenceLabel(work, [work, tablet]),
      'Use verification code from app (Work phone)',
    );
  });
  it('is nothing for the day when all else fails', () => {
    assert.ok(!isPreferable({ id: '5', type: 'saved-recovery-code' }));
    assert.ok(!isPreferable({ id: '6', type: 'spoken-code', slot: 'mobile' }));
  });
});
