import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { thumbprintOf } from '../../apps/server/src/authenticators/device/key.ts';
import { readRegistration } from '../../apps/server/src/authenticators/device/registration.ts';
import { readSignedCall } from '../../apps/server/src/authenticators/device/request.ts';
import { parseSigned } from '../../apps/server/src/authenticators/device/signed.ts';
import {
  DEVICE_ENDPOINTS,
  DEVICE_SCHEME,
  SIGNED_TYPES,
  SKEW_SECONDS,
} from '../../packages/contract/src/device-endpoints.ts';
import { device, deviceRequest } from '../../packages/contract/src/device-schemas.ts';

const PAGE = readFileSync(new URL('../../docs/authenticator-protocol.md', import.meta.url), 'utf8');
const AUDIENCE = 'https://authenticator.example.org';
const REQUEST = '01912f00-0000-7000-8000-000000000001';

/** The last JSON of the page. */
const vector: Readonly<
  Record<'kid' | 'registration' | 'answer' | 'digest' | 'authorization', string>
> & {
  readonly iat: number;
} = JSON.parse(PAGE.split('```json').at(-1)?.split('```')[0] ?? '');

describe('docs/authenticator-protocol.md', () => {
  const now = new Date(vector.iat * 1000);
  const expected = { audience: AUDIENCE, skewSeconds: SKEW_SECONDS, now };
  const registration = { ...expected, registrationType: SIGNED_TYPES.registration };
  const key = readRegistration(vector.registration, { ...registration, typed: 'K3Q9-A1B2' });

  it('its example registers a key, which has the thumbprint that it says', () => {
    assert.ok(key);
    assert.equal(thumbprintOf(key), vector.kid);
    assert.equal(
      readRegistration(vector.registration, { ...registration, typed: 'K3Q9-A1B3' }),
      undefined,
    );
    const late = new Date(now.getTime() + (SKEW_SECONDS + 1) * 1000);
    const typed = { ...registration, typed: 'K3Q9-A1B2', now: late };
    assert.equal(readRegistration(vector.registration, typed), undefined);
  });

  it('its example answers a request: signed by that key, with the claims that it says, in their order', () => {
    assert.ok(key);
    const signed = parseSigned(vector.answer, SIGNED_TYPES.answer);
    assert.equal(signed?.isBy(key), true);
    assert.ok(PAGE.includes(JSON.stringify(signed.claims)));
    assert.ok(PAGE.includes(JSON.stringify(signed.header)));
  });

  it('its example calls: method, path and digest of the body, by that key', () => {
    assert.ok(key);
    const body = JSON.stringify({ answer: vector.answer });
    assert.equal(createHash('sha256').update(body).digest('base64url'), vector.digest);
    const [scheme, token] = vector.authorization.split(' ');
    assert.equal(scheme, DEVICE_SCHEME);
    const call = { method: 'POST', url: `/app/v1/requests/${REQUEST}/answer`, body };
    const asked = { ...expected, requestType: SIGNED_TYPES.request };
    const read = readSignedCall(token, call, asked);
    assert.equal(read?.keyId, vector.kid);
    assert.equal(read.isBy(key), true);
    assert.equal(readSignedCall(token, { ...call, body: `${body} ` }, asked), undefined);
  });

  it('it names every call, everything that is signed, and every member of what is answered', () => {
    for (const { method, path } of Object.values(DEVICE_ENDPOINTS)) {
      const shown = `\`${method} ${path.replace('{requestId}', '{id}')}`;
      assert.ok(PAGE.includes(shown), shown);
    }
    for (const type of Object.values(SIGNED_TYPES)) assert.ok(PAGE.includes(`\`${type}\``), type);
    for (const shape of [device, deviceRequest]) {
      for (const member of Object.keys(shape.shape)) {
        assert.ok(PAGE.includes(`\`${member}\``), member);
      }
    }
  });
});
