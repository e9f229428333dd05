import type { AuditLog } from '#audit/ports.ts';
import { isBrandName, isReadableAccent } from '#domain/brand.ts';
import { IMAGE_LIMITS, readImage } from '#domain/image.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { BrandStore, LiveBrand } from '#policy/ports.ts';
import type { Signals } from '#sign-in/ports.ts';
import { actorOfOrder, type Order } from './order.ts';
import { POLICY_CHANGED } from './set-policy.ts';

type Dependencies = {
  readonly transact: Transact<{ readonly brands: BrandStore; readonly audit: AuditLog }>;
  readonly brand: Pick<LiveBrand, 'refresh'>;
  readonly signals: Pick<Signals, 'changed'>;
  readonly clock: Clock;
};

type Words = { readonly organisation: string | undefined; readonly accent: string | undefined };

export type ChangeBrand = {
  /** Undefined: as the settings and our own colours have it. */
  readonly words: (
    words: Words,
    order: Order,
  ) => Promise<'changed' | 'name-unacceptable' | 'colour-unreadable'>;
  readonly logo: (
    file: Uint8Array | undefined,
    order: Order,
  ) => Promise<'changed' | 'image-unacceptable'>;
};

/** By its name and its looks people tell our page from another one: each change names who made it, and why. */
export function makeChangeBrand({ transact, brand, signals, clock }: Dependencies): ChangeBrand {
  async function change(
    detail: Readonly<Record<string, string | number>>,
    order: Order,
    work: (brands: BrandStore) => Promise<void>,
  ): Promise<'changed'> {
    await transact('fact', async ({ brands, audit }) => {
      await work(brands);
      const why = { ...detail, why: order.reason };
      await audit.append(
        [{ event: 'brand.changed', outcome: 'success', detail: why, ...actorOfOrder(order) }],
        clock(),
      );
    });
    await brand.refresh();
    signals.changed(POLICY_CHANGED);
    return 'changed';
  }
  return {
    words: async ({ organisation, accent }, order) => {
      if (organisation !== undefined && !isBrandName(organisation)) return 'name-unacceptable';
      if (accent !== undefined && !isReadableAccent(accent)) return 'colour-unreadable';
      const detail = {
        organisation: organisation ?? 'as in the settings',
        accent: accent ?? 'standard',
      };
      return change(detail, order, (brands) => brands.setWords({ organisation, accent }));
    },
    logo: async (file, order) => {
      if (file === undefined) {
        return change({ logo: 'none' }, order, (brands) => brands.setLogo(undefined));
      }
      const mediaType = file.length > IMAGE_LIMITS.bytes ? undefined : readImage(file);
      if (mediaType === undefined) return 'image-unacceptable';
      const detail = { logo: mediaType, bytes: file.length };
      return change(detail, order, (brands) => brands.setLogo({ bytes: file, mediaType }));
    },
  };
}
