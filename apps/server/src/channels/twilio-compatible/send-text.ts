import type { Channel, TextMessage } from '#delivery/ports.ts';
import { type ApiDependencies, makeApiRequest } from './api-request.ts';
import { assertE164 } from './assert-dialable.ts';
import { hookUrl } from './hook-url.ts';

export function makeSendText({ settings, fetch }: ApiDependencies): Channel<TextMessage> {
  const request = makeApiRequest({ settings, fetch });
  const senderField = settings.from.startsWith('MG') ? 'MessagingServiceSid' : 'From';

  return {
    send: async (id, { to, body }) => {
      assertE164(to);
      const form = new URLSearchParams({
        To: to,
        [senderField]: settings.from,
        Body: body,
        StatusCallback: hookUrl(settings, 'status', id),
      });
      return request('Messages', form);
    },
  };
}
