import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSettings } from './parse-settings.ts';

describe('parseSettings', () => {
  it('takes options before variables before defaults', () => {
    const env = { PROOFUP_SIMULATOR_PORT: '5001', PROOFUP_SIMULATOR_SMTP_PORT: '5002' };
    const parsed = parseSettings(['--port', '6001', '--auth-token', 'secret'], env);
    assert.deepEqual(parsed, {
      kind: 'settings',
      settings: {
        port: 6001,
        smtpPort: 5002,
        accountSid: `AC${'0'.repeat(32)}`,
        authToken: 'secret',
      },
    });
  });

  for (const args of [
    ['--host', '0.0.0.0'],
    ['--host', '127.0.0.1.example.com'],
    ['--port', '70000'],
    ['--port', 'x'],
    ['--account-sid', 'AC1'],
    ['--unknown'],
  ]) {
    it(`refuses ${args.join(' ')}`, () => {
      assert.equal(parseSettings(args, {}).kind, 'wrong');
    });
  }
});
