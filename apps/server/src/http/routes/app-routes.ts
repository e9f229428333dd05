import type { ListMyApps } from '#relying-parties/list-my-apps.ts';
import { type Handlers, ok } from '../handler.ts';

type Dependencies = { readonly listMyApps: ListMyApps };

export const makeAppRoutes = ({ listMyApps }: Dependencies): Pick<Handlers, 'getMyApps'> => ({
  getMyApps: async ({ caller: { user } }) => {
    const apps = await listMyApps(user.id);
    return ok({
      apps: apps.map(({ id, name, startUrl: url, collection, usedAt }) => ({
        id,
        name,
        url,
        collection,
        usedAt: usedAt?.toISOString(),
      })),
    });
  },
});
