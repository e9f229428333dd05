import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codeWords, tidyCode } from './code-screen.ts';

describe('tidyCode', () => {
  it('takes a paste with spaces, hyphens and a line end', () => {
    assert.equal(tidyCode(' 123 456\n'), '123456');
    assert.equal(tidyCode('K3Q9-A1B2–C3D4\u00a0E5F6'), 'K3Q9A1B2C3D4E5F6');
  });
});

describe('codeWords', () => {
  const live = { id: 'c', state: 'live', expiresAt: '2026-11-24T04:00:00.000Z' } as const;

  it('says where a text message went', () => {
    const option = { id: 'o', type: 'text', slot: 'mobile', masked: '+X XXXXXXXX67' } as const;
    const { lead, numeric } = codeWords({ ...live, option }, [option]);
    assert.equal(lead, 'We sent a 6-digit code to +X XXXXXXXX67');
    assert.ok(numeric);
  });
  it('asks for one code of the printed list, letters and all', () => {
    const option = { id: 'o', type: 'saved-recovery-code' } as const;
    const { lead, numeric } = codeWords({ ...live, option, codeNumber: 4 }, [option]);
    assert.equal(lead, 'Type code number 4 from your printed list');
    assert.ok(!numeric);
  });
});
