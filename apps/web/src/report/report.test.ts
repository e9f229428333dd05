import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { reportOf, wrongFields } from './report.ts';

const ID = '0198f2c4-8d53-7cc0-a1b2-3f4e5d6c7b8a';

function typed(values: Readonly<Record<string, string>>) {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return reportOf(data);
}

describe('a report', () => {
  it('leaves out what is empty', () => {
    const empty = { message: ' Help ', correlationId: ' ', contact: '' };
    assert.deepEqual(typed(empty), { message: 'Help' });
    const full = { message: 'Help', correlationId: ID, contact: 'extension 7' };
    assert.deepEqual(typed(full), full);
  });
  it('needs a message, and an id that is one or none', () => {
    assert.deepEqual(wrongFields({ message: 'Help' }), []);
    assert.deepEqual(wrongFields({ message: 'Help', correlationId: ID }), []);
    assert.deepEqual(wrongFields({ message: '', correlationId: '17' }), [
      'message',
      'correlationId',
    ]);
  });
});
