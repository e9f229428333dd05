import { type DeviceCall, readSignedCall } from '#authenticators/device/request.ts';
import type { UserStore } from '#directory/ports.ts';
import type { Clock } from '#domain/write.ts';
import type { Device, DeviceStore, SignedSettings } from './ports.ts';

type Dependencies = {
  readonly devices: Pick<DeviceStore, 'find'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly signed: SignedSettings;
  readonly clock: Clock;
};

export type IdentifyDevice = (
  token: string | undefined,
  call: DeviceCall,
) => Promise<Device | undefined>;

/** From a signed call to the device that made it; undefined for everybody else. */
export function makeIdentifyDevice(dependencies: Dependencies): IdentifyDevice {
  const { devices, users, signed, clock } = dependencies;
  return async (token, call) => {
    const now = clock();
    const given = readSignedCall(token, call, { ...signed, now });
    const device = given && (await devices.find(given.keyId, now));
    if (device === undefined || given?.isBy(device.key) !== true) return undefined;
    const user = await users.find(device.userId);
    return user?.active === true ? device : undefined;
  };
}
