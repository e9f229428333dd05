import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { RecordView } from '@proofup/contract/schemas.ts';
import { toCsv } from '#admin/csv.ts';

const record = (given: Partial<RecordView>): RecordView => ({
  id: '0198f2c4-8d53-7cc0-a1b2-3f4e5d6c7b8a',
  at: '2026-11-24T10:00:00.000Z',
  event: 'authn_login_success',
  outcome: 'success',
  ...given,
});

it('L12 no cell of an export is a formula to a spreadsheet, and none breaks out of its quotes', () => {
  for (const sign of ['=', '+', '-', '@', '\t', '\r']) {
    const [, line = ''] = toCsv([record({ browser: `${sign}HYPERLINK("x")` })]).split('\r\n"2');
    assert.ok(line.includes(`"'${sign}HYPERLINK(""x"")"`), JSON.stringify(line));
  }
  const [head, line] = toCsv([record({ reason: 'a, "b"' })]).split('\r\n');
  assert.match(head ?? '', /^"time","event","outcome","reason"/);
  assert.match(line ?? '', /"success","a, ""b""",/);
});
