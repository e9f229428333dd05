import type { Channel, LogoutMessage } from '#delivery/ports.ts';
import type Provider from 'oidc-provider';
import { whyNotTold } from './tell-by-post.ts';

type Dependencies = { readonly provider: () => Promise<Provider> };

/** A client of the library, with the method that make-provider.ts keeps under this name. */
type Told = {
  readonly backchannelLogoutUri?: string;
  tellLogout(subject: string, sid: string): Promise<void>;
};

/** No later try finds another answer. */
const FINAL: ReadonlySet<string> = new Set(['not_https', 'not_public']);

/** A logout token, new at every try, to where the application wants it (OpenID Connect Back-Channel Logout 1.0 section 2.5). */
export const makeSendLogout = ({ provider }: Dependencies): Channel<LogoutMessage> => ({
  send: async (_, { clientId, subject, sid }) => {
    const { Client } = await provider();
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its types leave the method out
    const client = (await Client.find(clientId)) as Told | undefined;
    if (client?.backchannelLogoutUri === undefined) {
      return { kind: 'refused', reason: 'application_gone' };
    }
    try {
      await client.tellLogout(subject, sid);
      return { kind: 'accepted', providerMessageId: '' };
    } catch (error) {
      const reason = whyNotTold(error);
      return { kind: FINAL.has(reason) ? 'refused' : 'unavailable', reason };
    }
  },
});
