import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { App } from '../../apps/server/src/app.ts';
import {
  DEVICE_ENDPOINTS,
  type DeviceEndpoint,
  type DeviceEndpointName,
} from '../../packages/contract/src/device-endpoints.ts';
import { DEVICE_SCHEMAS } from '../../packages/contract/src/device-schemas.ts';
import { ENDPOINTS } from '../../packages/contract/src/endpoints.ts';
import type { Shape } from '../../packages/contract/src/schemas.ts';
import { Device } from '../harness/device.ts';
import { forEachStore } from '../harness/for-each-store.ts';
import { withDevice } from '../harness/with-device.ts';
import { prepareDatabase } from '../harness/world/world.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const ALL = Object.keys(DEVICE_ENDPOINTS) as readonly DeviceEndpointName[];
const endpointOf = (name: DeviceEndpointName): DeviceEndpoint => DEVICE_ENDPOINTS[name];
const SIGNED = ALL.filter((name) => endpointOf(name).access === 'device');

const SUBSCRIPTION = {
  endpoint: 'https://push.example/1',
  p256dh: 'x'.repeat(87),
  auth: 'y'.repeat(22),
} as const;

/** A request that the contract accepts. */
function inputOf(name: DeviceEndpointName) {
  const bodies: Partial<Readonly<Record<DeviceEndpointName, Readonly<Record<string, unknown>>>>> = {
    activateDevice: { code: 'K3Q9-A1B2', name: 'Pixel 8', registration: 'x' },
    answerRequest: { answer: 'x' },
    subscribe: { subscription: SUBSCRIPTION },
  };
  const isOfRequest = endpointOf(name).path.includes('{requestId}');
  const body = bodies[name];
  return {
    ...(isOfRequest ? { params: { requestId: randomUUID() } } : {}),
    ...(body === undefined ? {} : { body }),
  };
}

/** What nobody writes (the row's list), and what a device knows of itself. */
const FOREIGN = ['role', 'mfaRequired', 'phoneVerified', 'userId', 'createdAt', 'state'] as const;

type Injected = Awaited<ReturnType<App['inject']>>;

const host = (url: string) => ({ host: new URL(url).host });

const MARKUP = `<img src=x onerror=alert(1)>'"; drop table authenticator; --`;

forEachStore((store) => {
  describe('what a phone asks', () => {
    it('K16 takes no field that the contract does not know, on any endpoint', () =>
      withDevice(store, async ({ device }) => {
        const before = await device.look();
        for (const name of ALL) {
          const shape: Shape = DEVICE_SCHEMAS[name];
          const { body, ...rest } = inputOf(name);
          for (const field of FOREIGN) {
            const more = { [field]: 'administrator' };
            if (shape.body !== undefined) {
              const refused = await device.call(name, { ...rest, body: { ...body, ...more } });
              assert.equal(refused.status, 400, `${name}: ${field} in the body`);
            }
            if (shape.query !== undefined) {
              const refused = await device.call(name, { ...rest, query: more });
              assert.equal(refused.status, 400, `${name}: ${field} in the query`);
            }
          }
        }
        const within = { subscription: { ...SUBSCRIPTION, userId: randomUUID() } };
        assert.equal((await device.call('subscribe', { body: within })).status, 400);
        const { now: _, ...after } = await device.look();
        const { now: __, ...first } = before;
        assert.deepEqual(after, first);
      }));

    it('L08 is answered to the key of a device alone, on every endpoint, and a refusal is recorded', () =>
      withDevice(store, async ({ world, device }) => {
        const strangers = [
          { who: 'nobody', call: device, signed: 'unsigned' },
          { who: 'an unknown key', call: new Device(world), signed: {} },
          { who: 'a key for another server', call: device, signed: { aud: world.publicUrl } },
          { who: 'a signature of another call', call: device, signed: { htu: '/app/v1/other' } },
          { who: 'a signature of another body', call: device, signed: { digest: 'x' } },
        ] as const;
        for (const name of SIGNED) {
          for (const { who, call, signed } of strangers) {
            const before = (await world.audit('authz_fail')).length;
            const refused = await call.call(name, inputOf(name), signed);
            assert.equal(refused.status, 401, `${name} by ${who}`);
            assert.equal(refused.code, 'device_unknown');
            const rows = (await world.audit('authz_fail')).slice(before);
            // The rows that one source causes have a budget.
            assert.ok(rows.length <= 1);
          }
        }
        assert.ok((await world.audit('authz_fail')).length > SIGNED.length);
        assert.equal((await device.look()).state, 'active');
      }));

    it('H08 is refused to the pages of other sites, and to other names, on every endpoint', () =>
      withDevice(store, async ({ world, device }) => {
        for (const name of ALL) {
          for (const origin of ['https://evil.example', 'null', world.publicUrl]) {
            const refused = await device.call(name, { ...inputOf(name), headers: { origin } });
            assert.equal(refused.code, 'csrf_refused', `${name} from ${origin}`);
          }
          const headers = { host: 'evil.example' };
          const named = await device.call(name, { ...inputOf(name), headers });
          assert.equal(named.status, 421, name);
          assert.deepEqual(named.setCookies, []);
        }
        assert.equal((await device.look()).state, 'active');
      }));

    it('is asked on its own origin alone: neither knows the endpoints of the other', () =>
      withDevice(store, async ({ world, device }) => {
        const { authenticator } = world.app;
        assert.ok(authenticator);
        for (const name of ALL) {
          const { method, path: url } = endpointOf(name);
          const headers = { ...host(world.publicUrl), origin: world.publicUrl };
          const answer = await world.app.inject({ method, url, headers });
          assert.equal(answer.statusCode, 404, name);
        }
        for (const [name, { method, path: url }] of Object.entries(ENDPOINTS)) {
          const headers = host(world.authenticatorUrl);
          const answer: Injected = await authenticator.inject({
            method,
            url,
            headers,
          });
          assert.equal(answer.statusCode, 404, name);
          assert.equal(answer.headers['set-cookie'], undefined);
        }
        assert.equal((await device.look()).state, 'active');
      }));

    it('is text wherever it is shown: a name of markup and SQL stays a name', () =>
      withDevice(store, async ({ world, person }) => {
        const browser = world.browser();
        await browser.signInByBoth(person);
        await browser.call('getSession');
        const { value } = await browser.call('bindDevice');
        const named = new Device(world);
        const activated = await named.activate(value.code, {}, MARKUP);
        assert.equal(activated.status, 201, activated.text);
        const params = { bindingId: value.binding.id };
        const seen = await browser.call('getBinding', { params });
        assert.equal(seen.value.device?.name, MARKUP);
        assert.match(String(seen.headers['content-type']), /^application\/json/);
        for (const id of ["' or 1=1 --", '../device', '%00', 'a'.repeat(5000)]) {
          const { status } = await named.call('answerRequest', {
            params: { requestId: encodeURIComponent(id) },
            body: { answer: 'x' },
          });
          assert.ok(status >= 400 && status < 500, `${id.slice(0, 20)}: ${status}`);
        }
      }));
  });
}, prepareDatabase);
