import type { RememberedBrowserId } from '#domain/ids.ts';
import type { RememberPolicy } from '#domain/remembered-browser.ts';
import type { ForgetBrowsers } from '#sessions/forget-browsers.ts';
import type { ListedBrowser, ListRemembered } from '#sessions/list-remembered.ts';
import type { Caller } from '../caller.ts';
import { type Handlers, ok, problem } from '../handler.ts';

type Dependencies = {
  readonly list: ListRemembered;
  readonly forget: ForgetBrowsers;
  readonly remember: RememberPolicy;
};

const viewOf = ({ id, userAgent, createdAt, lastUsedAt, until, isThisOne }: ListedBrowser) => ({
  id,
  browser: userAgent,
  addedAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt.toISOString(),
  until: until.toISOString(),
  thisOne: isThisOne,
});

export function makeRememberedBrowserRoutes({
  list,
  forget,
  remember: { enabled, days },
}: Dependencies): Pick<
  Handlers,
  'listRememberedBrowsers' | 'forgetRememberedBrowser' | 'forgetRememberedBrowsers'
> {
  const view = async ({ session, context }: Caller<'session'>) => {
    const browsers = await list({ userId: session.userId, context });
    return ok({ ...(enabled ? { days } : {}), browsers: browsers.map(viewOf) });
  };

  return {
    listRememberedBrowsers: ({ caller }) => view(caller),
    forgetRememberedBrowser: async ({ caller, params }) => {
      const { session, context } = caller;
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a UUID by the contract; another person's is not found
      const id = params.browserId as RememberedBrowserId;
      const outcome = await forget({ userId: session.userId, id, context });
      return outcome === 'forgotten' ? view(caller) : problem('not_found');
    },
    forgetRememberedBrowsers: async ({ caller }) => {
      const { session, context } = caller;
      await forget({ userId: session.userId, context });
      return view(caller);
    },
  };
}
