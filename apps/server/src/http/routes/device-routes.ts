import type { DeviceRequestView, DeviceView } from '@proofup/contract/device-schemas.ts';
import type {
  DescribeDevice,
  DescribedDevice,
  DescribedRequest,
} from '#devices/describe-device.ts';
import type { Device, DeviceStore } from '#devices/ports.ts';
import type { RegisterDevice } from '#devices/register-device.ts';
import type { BeginMove, ConfirmMove } from '#devices/move-device.ts';
import type { Subscribe } from '#devices/subscribe.ts';
import type { RemoveDevice } from '#devices/remove-device.ts';
import type { ChallengeId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import type { Clock } from '#domain/write.ts';
import type { AnswerOutcome, AnswerRequest } from '#sign-in/answer-request.ts';
import type { Signals } from '#sign-in/ports.ts';
import type { DeviceHandlers } from '../device-api.ts';
import { ok, problem, type Reply } from '../handler.ts';
import { makePollPace, type MayPoll, POLL_AGAIN_MS } from '../poll-pace.ts';
import { present, viewPlace } from '../views.ts';
import { makeWaiting, WAIT_AGAIN_MS } from '../waiting.ts';

type Dependencies = {
  readonly register: RegisterDevice;
  readonly describe: DescribeDevice;
  readonly answer: AnswerRequest;
  readonly remove: RemoveDevice;
  readonly subscribe: Subscribe;
  readonly vapidKey: string;
  readonly beginMove: BeginMove;
  readonly confirmMove: ConfirmMove;
  readonly describeLink: (linkCode: string) => { readonly qr: string; readonly link: string };
  readonly devices: Pick<DeviceStore, 'find'>;
  readonly signals: Signals;
  readonly placeOf: PlaceOf;
  readonly organisation: string;
  readonly digits: number;
  readonly clock: Clock;
};

export type DeviceRoutes = {
  readonly handlers: DeviceHandlers;
  /** As many of this source wait as may. */
  readonly isFull: (source: string) => boolean;
  /** The server stops: whoever waits is answered. */
  readonly closeAll: () => void;
};

export function makeDeviceRoutes(dependencies: Dependencies): DeviceRoutes {
  const waiting = makeWaiting(dependencies.signals);
  const mayPoll = makePollPace(dependencies.clock);
  return {
    isFull: waiting.isFull,
    closeAll: waiting.closeAll,
    handlers: {
      activateDevice: async ({ caller: { context }, body }) => {
        const outcome = await dependencies.register({ ...body, context });
        switch (outcome.kind) {
          case 'registered':
            return ok({ organisation: dependencies.organisation, account: outcome.account });
          case 'refused':
            return problem('activation_refused');
          case 'throttled':
            return problem('too_many_attempts', outcome.retryAfterMs);
        }
      },
      getDevice: async ({ caller: { device, context, gone }, query }) => {
        const seconds = Number(query.wait ?? 0);
        const news = waiting.listen(device.subject.id, { source: context.source, gone, seconds });
        if (news === 'too-many') return problem('too_many_attempts', WAIT_AGAIN_MS);
        return view({ ...dependencies, mayPoll }, device, news);
      },
      answerRequest: async ({ caller: { device, context }, params, body }) => {
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; an unknown one is refused
        const challengeId = params.requestId as ChallengeId;
        const { answer } = body;
        return told(await dependencies.answer({ device, challengeId, answer, context }));
      },
      subscribe: async ({ caller: { device, context }, body }) => {
        const subscription = body.subscription ?? undefined;
        const outcome = await dependencies.subscribe({ device, subscription, context });
        return outcome === 'changed' ? ok(undefined) : problem('invalid_request');
      },
      ...moving(dependencies),
      removeDevice: async ({ caller: { device, context } }) => {
        const outcome = await dependencies.remove({ device, context });
        return outcome === 'removed' ? ok(undefined) : problem('last_method');
      },
    },
  };
}

const moving = (dependencies: Dependencies): Pick<DeviceHandlers, 'beginMove' | 'confirmMove'> => ({
  beginMove: async ({ caller: { device, context } }) => {
    const begun = await dependencies.beginMove({ device, context });
    if (begun === 'refused') return problem('access_denied');
    const { qr, link } = dependencies.describeLink(begun.linkCode);
    return ok({ qr, link, expiresAt: begun.expiresAt.toISOString() });
  },
  confirmMove: async ({ caller: { device, context } }) => {
    const outcome = await dependencies.confirmMove({ device, context });
    return outcome === 'moved' ? ok(undefined) : problem('binding_over');
  },
});

type Viewing = Dependencies & { readonly mayPoll: MayPoll };

/** At once where something waits for an answer, else when there is news, or nothing came. */
async function view(
  dependencies: Viewing,
  device: Device,
  news: { readonly heard: Promise<void>; readonly stop: () => void },
): Promise<Reply<DeviceView>> {
  try {
    const described = await dependencies.describe(device);
    const { request, callerNumber } = described;
    const shown = request?.challenge.id ?? callerNumber?.id;
    if (shown !== undefined) {
      return dependencies.mayPoll(shown)
        ? ok(viewDevice(dependencies, described))
        : problem('too_many_attempts', POLL_AGAIN_MS);
    }
    await news.heard;
    const current = await dependencies.devices.find(device.keyId, dependencies.clock());
    if (current === undefined) return problem('device_unknown');
    return ok(viewDevice(dependencies, await dependencies.describe(current)));
  } finally {
    news.stop();
  }
}

function told(outcome: AnswerOutcome): Reply<undefined> {
  switch (outcome.kind) {
    case 'answered':
      return ok(undefined);
    case 'rejected':
      return problem('code_rejected');
    case 'replayed':
      return problem('challenge_over');
    case 'throttled':
      return problem('too_many_attempts', outcome.retryAfterMs);
    case 'over':
      return outcome.reason === 'unknown' ? problem('not_found') : problem('challenge_over');
  }
}

const viewDevice = (dependencies: Dependencies, described: DescribedDevice): DeviceView => {
  const { device, account, request, now } = described;
  return {
    organisation: dependencies.organisation,
    account,
    name: device.name ?? '',
    state: device.state,
    ...present('lastUsedAt', device.lastUsedAt?.toISOString()),
    ...present('request', request && viewRequest(dependencies, request)),
    ...present('callerNumber', described.callerNumber && viewNumber(described.callerNumber)),
    notifications: described.notifications,
    ...present('move', described.move && viewMove(dependencies, described.move)),
    vapidKey: dependencies.vapidKey,
    now: now.toISOString(),
  };
};

const viewNumber = ({ number, expiresAt }: NonNullable<DescribedDevice['callerNumber']>) => ({
  number,
  expiresAt: expiresAt.toISOString(),
});

const viewMove = (
  { placeOf }: Dependencies,
  { name, userAgent, address }: NonNullable<DescribedDevice['move']>,
) => ({ name, browser: userAgent, place: viewPlace(placeOf(address)) });

const viewRequest = (
  { placeOf, digits }: Dependencies,
  { challenge, relyingParty, purpose, origin }: DescribedRequest,
): DeviceRequestView => ({
  id: challenge.id,
  relyingParty,
  purpose,
  browser: origin.userAgent,
  place: viewPlace(placeOf(origin.address)),
  digits,
  createdAt: challenge.createdAt.toISOString(),
  expiresAt: challenge.expiresAt.toISOString(),
});
