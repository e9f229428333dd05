import { z } from 'zod';
import { reason } from './group-views.ts';
import { text } from './views.ts';

/** A file of 100 KiB. */
const LOGO_CHARACTERS = Math.ceil((100 * 1024) / 3) * 4;

const accent = z.string().regex(/^#[0-9a-f]{6}$/);

const brand = z.strictObject({
  /** The name in the settings. */
  settled: z.string(),
  /** The name that was set in its place. */
  organisation: z.string().optional(),
  /** `#rrggbb`. */
  accent: accent.optional(),
  logo: z.strictObject({ address: z.string(), mediaType: z.string(), bytes: z.int() }).optional(),
});

export const BRAND_SCHEMAS = {
  getBrand: { response: brand },
  setBrand: {
    body: z.strictObject({
      reason,
      /** Absent: the name in the settings. Of which characters, the server says. */
      organisation: text(40).min(2).optional(),
      /** Absent: the standard colour. */
      accent: accent.optional(),
    }),
    response: brand,
  },
  setLogo: {
    /** Base64 of a PNG, JPEG or WebP file; absent: none any more. What it is, its own bytes say. */
    body: z.strictObject({ reason, logo: text(LOGO_CHARACTERS).optional() }),
    response: brand,
  },
} as const;

/** What a page is dressed in, where an organisation has chosen: addresses on this origin. */
export const look = z.strictObject({ style: z.string().optional(), logo: z.string().optional() });

export type BrandView = z.infer<typeof brand>;
