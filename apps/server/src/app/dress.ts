import { stylePath } from '#http/brand.ts';
import type { Dress } from '#relying-parties/page.ts';
import type { Core } from './core.ts';

/** What pages that stand by themselves are dressed in. */
export const dressOf =
  ({ brand }: Pick<Core, 'brand'>) =>
  (): Dress => {
    const { accent } = brand.current();
    return { organisation: brand.organisation(), accent: accent && stylePath(accent) };
  };
