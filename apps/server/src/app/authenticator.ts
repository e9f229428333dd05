import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { SIGNED_TYPES, SKEW_SECONDS } from '@proofup/contract/device-endpoints.ts';
import type { Config } from '#config/config.ts';
import { makeDescribeDevice } from '#devices/describe-device.ts';
import { makeIdentifyDevice } from '#devices/identify-device.ts';
import { makeRegisterDevice } from '#devices/register-device.ts';
import { makeRemoveDevice } from '#devices/remove-device.ts';
import { describeActivation } from '#authenticators/device/activation.ts';
import { makeBeginMove, makeConfirmMove } from '#devices/move-device.ts';
import { makeSubscribe } from '#devices/subscribe.ts';
import { dropPreferences } from '#security-info/drop-preferences.ts';
import { makeVapidKey } from '#crypto/vapid-key.ts';
import { registerDeviceApi } from '#http/device-api.ts';
import { registerHealth } from '#http/health.ts';
import { registerPages } from '#http/pages.ts';
import { makeDeviceRoutes } from '#http/routes/device-routes.ts';
import { AUTHENTICATOR_HEADERS } from '#http/security-headers.ts';
import { makeAnswerRequest } from '#sign-in/answer-request.ts';
import type { Core } from './core.ts';
import { makeWebOf, recorderOf } from './doors.ts';

const PAGES = path.join(import.meta.dirname, '../../../authenticator/dist');

/** What the things that a device signs are held against. */
const signedFor = ({ publicUrl }: NonNullable<Config['authenticator']>) => ({
  audience: publicUrl,
  registrationType: SIGNED_TYPES.registration,
  requestType: SIGNED_TYPES.request,
  skewSeconds: SKEW_SECONDS,
});

function moving(core: Core) {
  const parts = { ...core, makeLinkCode: () => randomBytes(16).toString('base64url') };
  return { beginMove: makeBeginMove(parts), confirmMove: makeConfirmMove(parts) };
}

/**
 * The authenticator's own origin: its pages and its API, and nothing of the rest. A flaw of the sign-in
 * pages runs on another origin, where no device's key is.
 */
export async function makeAuthenticator(
  config: Config,
  core: Core,
  isReady: () => Promise<boolean>,
) {
  const { authenticator: settings } = config;
  if (settings === undefined) return undefined;
  const { stores, clock, edges } = core;
  const { publicUrl, digits } = settings;
  const web = makeWebOf(config, core, { publicUrl, headers: AUTHENTICATOR_HEADERS });
  const signed = signedFor(settings);
  const routes = makeDeviceRoutes({
    ...core,
    devices: stores.devices,
    get organisation() {
      return config.organisation;
    },
    digits,
    register: makeRegisterDevice({ ...core, ...stores, signed }),
    describe: makeDescribeDevice({
      ...stores,
      tokens: core.tokens,
      get organisation() {
        return config.organisation;
      },
      clock,
    }),
    answer: makeAnswerRequest({
      ...core,
      ...stores,
      prove: core.engine.prove,
    }),
    remove: makeRemoveDevice({ ...core, dropPreferences }),
    subscribe: makeSubscribe({ ...core, allowPrivate: config.mode === 'evaluation' }),
    ...moving(core),
    describeLink: (linkCode) => describeActivation(publicUrl, linkCode),
    vapidKey: makeVapidKey(edges.keyRing).publicKey,
  });
  await registerDeviceApi(web, {
    handlers: routes.handlers,
    isFull: routes.isFull,
    identify: makeIdentifyDevice({ ...stores, signed, clock }),
    recordRefusal: recorderOf(core.refusals),
    publicUrl,
  });
  registerHealth(web, { isReady });
  await registerPages(web, {
    folder: edges.authenticatorPages ?? PAGES,
    pages: ['/'],
    shared: [],
  });
  return { server: web.server, listen: settings.listen, closeAll: routes.closeAll };
}
