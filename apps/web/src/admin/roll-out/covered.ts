import type { CoverageView, CoveredByView } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';
import { pageLocale } from '#kit/locale.ts';

/** Weakest first, as the server has them. */
export const COVERED = [
  'none',
  'phone',
  'app',
  'passkey',
] as const satisfies readonly CoveredByView[];

export const COVERED_WORDS: Readonly<Record<CoveredByView, () => string>> = {
  none: () => t('roll-out.none'),
  phone: () => t('roll-out.phone'),
  app: () => t('roll-out.app'),
  passkey: () => t('roll-out.passkey'),
};

export const totalOf = (coverage: CoverageView): number =>
  COVERED.reduce((sum, one) => sum + coverage[one], 0);

/** 0 to 100; 0 of nobody. */
export function shareOf(part: number, total: number): number {
  return total === 0 ? 0 : (part / total) * 100;
}

/** Who has an app or a passkey. */
export const safeShareOf = (coverage: CoverageView): number =>
  shareOf(coverage.app + coverage.passkey, totalOf(coverage));

/** Never all or nothing where it is not quite: 99.9 % is not 100 %. */
export function printShare(share: number): string {
  const rounded = Math.round(share);
  const honest = share > 0 && share < 100 ? Math.min(99, Math.max(1, rounded)) : rounded;
  return new Intl.NumberFormat(pageLocale(), { style: 'percent' }).format(honest / 100);
}

export const printCount = (n: number): string => new Intl.NumberFormat(pageLocale()).format(n);
