import type { Channel, PhoneCall } from '#delivery/ports.ts';
import { type ApiDependencies, makeApiRequest } from './api-request.ts';
import { assertE164, assertExtension } from './assert-dialable.ts';
import { hookUrl } from './hook-url.ts';
import type { TwilioSettings } from './settings.ts';

/** Long enough to reach a pocket, short enough that most voicemail has not picked up yet. */
const RING_SECONDS = '30';

/** Each `w` is half a second, in which the switchboard gets ready to listen. */
const SWITCHBOARD_PAUSE = 'ww';

/** What is said is not sent along: the carrier asks for it when the phone is answered. */
type Dependencies = ApiDependencies & {
  /** Undefined: the one of the settings. */
  readonly callerId?: () => Promise<string | undefined>;
};

export function makePlaceCall({ settings, fetch, callerId }: Dependencies): Channel<PhoneCall> {
  const request = makeApiRequest({ settings, fetch });

  return {
    send: async (id, { to, extension }) => {
      assertE164(to);
      const form = new URLSearchParams({
        To: to,
        From: (await callerId?.()) ?? settings.callFrom,
        Url: hookUrl(settings, 'voice', id),
        Method: 'POST',
        StatusCallback: hookUrl(settings, 'status', id),
        StatusCallbackMethod: 'POST',
        Timeout: RING_SECONDS,
        ...answering(settings, extension),
      });
      for (const event of ['initiated', 'answered', 'completed']) {
        form.append('StatusCallbackEvent', event);
      }
      return request('Calls', form);
    },
  };
}

/** The API ignores machine detection where digits are sent, for a switchboard is a machine. */
function answering(
  { machineDetection }: TwilioSettings,
  extension: string | undefined,
): Record<string, string> {
  if (extension === undefined) return machineDetection ? { MachineDetection: 'Enable' } : {};
  assertExtension(extension);
  return { SendDigits: SWITCHBOARD_PAUSE + extension };
}
