import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import {
  isRemembered,
  type RememberedBrowser,
  rememberedUntil,
  type RememberPolicy,
} from '#domain/remembered-browser.ts';
import type { Clock } from '#domain/write.ts';
import type { RememberedBrowserStore } from './ports.ts';

type Dependencies = {
  readonly rememberedBrowsers: Pick<RememberedBrowserStore, 'list' | 'findByTokenHash'>;
  readonly hashToken: (token: string) => string;
  readonly remember: RememberPolicy;
  readonly clock: Clock;
};

export type ListedBrowser = RememberedBrowser & {
  readonly until: Date;
  /** The one that asks. */
  readonly isThisOne: boolean;
};

export type ListRemembered = (request: {
  readonly userId: UserId;
  readonly context: RequestContext;
}) => Promise<readonly ListedBrowser[]>;

/** Those in which the password is enough now, as the policy is now. */
export const makeListRemembered =
  ({ rememberedBrowsers, hashToken, remember, clock }: Dependencies): ListRemembered =>
  async ({ userId, context: { rememberedToken } }) => {
    const now = clock();
    const [all, here] = await Promise.all([
      rememberedBrowsers.list(userId),
      rememberedToken === undefined
        ? undefined
        : rememberedBrowsers.findByTokenHash(hashToken(rememberedToken)),
    ]);
    return all
      .filter((browser) => isRemembered(browser, remember, now))
      .map((browser) => ({
        ...browser,
        until: rememberedUntil(browser, remember),
        isThisOne: browser.id === here?.id,
      }));
  };
