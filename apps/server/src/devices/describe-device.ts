import { readDeviceSecret } from '#authenticators/device/binding-secret.ts';
import { callerNumberFor } from '#authenticators/device/number.ts';
import type { CallerCheckStore } from '#administration/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import type { Challenge } from '#domain/challenge.ts';
import type { CallerCheckId } from '#domain/ids.ts';
import type { Purpose, SignIn } from '#domain/sign-in.ts';
import type { Clock } from '#domain/write.ts';
import type { ProofRequestStore } from '#relying-parties/ports.ts';
import type { SignInStore, Tokens } from '#sign-in/ports.ts';
import type { Device, DeviceStore, RequestOrigin } from './ports.ts';

type Dependencies = {
  readonly devices: Pick<DeviceStore, 'requestFor' | 'originOf' | 'subscriptionOf' | 'moveOf'>;
  readonly users: Pick<UserStore, 'find'>;
  readonly signIns: Pick<SignInStore, 'find'>;
  readonly proofRequests: Pick<ProofRequestStore, 'askedBy'>;
  readonly callerChecks: Pick<CallerCheckStore, 'shownOn'>;
  readonly tokens: Pick<Tokens, 'hash'>;
  readonly organisation: string;
  readonly clock: Clock;
};

/** What is put to a person. The number is not in it: it is on the other screen. */
export type DescribedRequest = {
  readonly challenge: Challenge;
  readonly relyingParty: string;
  readonly purpose: Purpose | 'test';
  readonly origin: RequestOrigin;
};

export type DescribedDevice = {
  readonly device: Device;
  readonly account: string;
  readonly request: DescribedRequest | undefined;
  /** To be read out to the help desk; nothing is answered. */
  readonly callerNumber:
    | { readonly id: CallerCheckId; readonly number: string; readonly expiresAt: Date }
    | undefined;
  readonly notifications: 'off' | 'on' | 'stale';
  /** Another phone that has answered to take the place of this one. */
  readonly move: (RequestOrigin & { readonly name: string }) | undefined;
  readonly now: Date;
};

export type DescribeDevice = (device: Device) => Promise<DescribedDevice>;

/** Where a device stands, and what waits for its answer. */
export function makeDescribeDevice(dependencies: Dependencies): DescribeDevice {
  const { devices, users, clock } = dependencies;
  return async (device) => {
    const now = clock();
    const { subject } = device;
    const [user, subscribed, challenge, callerNumber] = await Promise.all([
      users.find(device.userId),
      subject.kind === 'authenticator' ? devices.subscriptionOf(subject.id) : undefined,
      device.state === 'off' ? undefined : devices.requestFor(subject, now),
      callerNumberOn(dependencies, device, now),
    ]);
    const request = challenge && (await describeRequest(dependencies, challenge));
    const isOn = subscribed?.stale === false ? 'on' : 'stale';
    const notifications = subscribed === undefined ? 'off' : isOn;
    const move =
      subject.kind === 'authenticator' ? await devices.moveOf(subject.id, now) : undefined;
    return {
      device,
      account: user?.login ?? '',
      request,
      callerNumber,
      notifications,
      move: move && describeMove(move),
      now,
    };
  };
}

/** Only where it counts: what is off, or on its way, says nothing about who has it. */
async function callerNumberOn(
  { callerChecks, tokens }: Dependencies,
  { state, subject }: Device,
  now: Date,
): Promise<DescribedDevice['callerNumber']> {
  if (state !== 'active' || subject.kind !== 'authenticator') return undefined;
  const shown = await callerChecks.shownOn(subject.id, now);
  return shown && { ...shown, number: callerNumberFor(tokens, shown.id) };
}

function describeMove({ name, secret }: { readonly name: string; readonly secret: Uint8Array }) {
  const { browser, address } = readDeviceSecret(secret);
  return { name, address, userAgent: browser };
}

async function describeRequest(
  { devices, signIns, proofRequests, organisation }: Dependencies,
  challenge: Challenge,
): Promise<DescribedRequest | undefined> {
  const { for: subject } = challenge;
  const signInId = subject.kind === 'sign-in' ? subject.signInId : undefined;
  const [origin, signIn, askedBy]: [
    RequestOrigin | undefined,
    SignIn | undefined,
    string | undefined,
  ] = await Promise.all([
    devices.originOf(challenge.id),
    signInId && signIns.find(signInId),
    signInId && proofRequests.askedBy(signInId),
  ]);
  if (origin === undefined) return undefined;
  return {
    challenge,
    relyingParty: askedBy ?? organisation,
    purpose: signIn?.purpose ?? 'test',
    origin,
  };
}
