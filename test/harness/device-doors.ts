import assert from 'node:assert/strict';
import { Device } from './device.ts';
import type { Door } from './door.ts';

/** What a phone brings that wants to be somebody's: any phone with the code may, until it was used. */
export const activation: Door = {
  name: 'activation code of a phone',
  endpoint: 'activateDevice',
  visitor: 'stranger',
  refuses: 403,
  arrange: async ({ world, browser }) => {
    await browser.call('getSession');
    const { status, value, text } = await browser.call('bindDevice');
    assert.equal(status, 201, text);
    const device = new Device(world);
    return {
      right: () => value.code,
      wrong: () => '0000-0000',
      submit: (output, headers = {}) => {
        const given = { ...device.activation(String(output)), headers };
        return device.call('activateDevice', given, 'unsigned');
      },
    };
  },
};

export const numberOnPhone: Door = {
  name: 'number typed on a phone',
  endpoint: 'answerRequest',
  type: 'push',
  visitor: 'phone-holder',
  oneEntry: true,
  arrange: async ({ world, person, phone }) => {
    const browser = world.browser();
    const { status, value, text } = await browser.choose(await browser.begin(person), 'push');
    assert.equal(status, 200, text);
    const { id: requestId = '', number } = value.challenge ?? {};
    const other = number === '123' ? '124' : '123';
    const signed = (typed: string | undefined) =>
      phone?.signAnswer(requestId, { decision: 'approve', number: typed });
    assert.ok(phone);
    return {
      right: () => signed(number),
      wrong: () => signed(other),
      submit: (answer, headers = {}) =>
        phone.call('answerRequest', { params: { requestId }, body: { answer }, headers }),
    };
  },
};
