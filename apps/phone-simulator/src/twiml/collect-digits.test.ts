import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { collectDigits, gatherRules } from './collect-digits.ts';

/** Someone who presses these keys and then falls silent. */
function person(keys: string) {
  const queue = keys.split('');
  const waits: number[] = [];
  const nextKey = async (timeoutMs: number) => {
    waits.push(timeoutMs);
    return queue.shift();
  };
  return { nextKey, waits };
}

const gathered = (keys: string, attributes: Readonly<Record<string, string>>) =>
  collectDigits(person(keys).nextKey, gatherRules(attributes, 1000));

describe('the digits of <Gather>', () => {
  it('end with the finish key, which is # unless said otherwise and is no part of them', async () => {
    assert.equal(await gathered('123#4', {}), '123');
    assert.equal(await gathered('123*4', { finishOnKey: '*' }), '123');
    assert.equal(await gathered('12#3*', { finishOnKey: '*' }), '12#3');
  });

  it('are none when the finish key comes first', async () => {
    assert.equal(await gathered('#', {}), '');
    assert.equal(await gathered('#', { numDigits: '1' }), '');
  });

  it('can be any key when there is no finish key', async () => {
    assert.equal(await gathered('#', { finishOnKey: '', numDigits: '1' }), '#');
    assert.equal(await gathered('0#*', { finishOnKey: '', numDigits: '3' }), '0#*');
  });

  it('are as many as asked for, and no more', async () => {
    assert.equal(await gathered('12345', { numDigits: '4' }), '1234');
  });

  it('end with silence, for which the time runs anew after each key', async () => {
    const { nextKey, waits } = person('12');
    const rules = gatherRules({ timeout: '7' }, 1000);
    assert.equal(await collectDigits(nextKey, rules), '12');
    assert.deepEqual(waits, [7000, 7000, 7000]);
    assert.equal(gatherRules({}, 1000).timeoutMs, 5000);
  });
});
