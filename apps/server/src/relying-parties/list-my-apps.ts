import type { UserId } from '#domain/ids.ts';
import type { Application, ApplicationStore } from './ports.ts';

type Dependencies = { readonly applications: Pick<ApplicationStore, 'list' | 'usesOf'> };

export type MyApp = Application & {
  readonly startUrl: string;
  readonly usedAt: Date | undefined;
};

export type ListMyApps = (userId: UserId) => Promise<readonly MyApp[]>;

/** Every application that has a tile, by name, with when this person last went there. */
export const makeListMyApps =
  ({ applications }: Dependencies): ListMyApps =>
  async (userId) => {
    const uses = await applications.usesOf(userId);
    return (await applications.list()).flatMap((application) => {
      const { startUrl, disabledAt } = application;
      return startUrl === undefined || disabledAt !== undefined
        ? []
        : { ...application, startUrl, usedAt: uses.get(application.id) };
    });
  };
