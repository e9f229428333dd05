import type { Brand } from '#domain/brand.ts';
import type { BrandStore, LiveBrand } from './ports.ts';

type Dependencies = {
  readonly brands: Pick<BrandStore, 'find'>;
  /** Its name in the settings. */
  readonly organisation: string;
};

const PLAIN: Brand = { organisation: undefined, accent: undefined, logo: undefined };

/** Kept in memory: every page and every message asks, hardly any changes it. */
export function makeLiveBrand({ brands, organisation }: Dependencies): LiveBrand {
  let current = PLAIN;
  return {
    settled: organisation,
    current: () => current,
    organisation: () => current.organisation ?? organisation,
    refresh: async () => {
      current = await brands.find();
    },
  };
}
