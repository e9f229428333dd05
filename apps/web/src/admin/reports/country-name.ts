import { t } from '@proofup/ui/admin-text.ts';
import { pageLocale } from '#kit/locale.ts';

/** Of an ISO 3166-1 alpha-2 code; `??`: a number that belongs to none. */
export const countryName = (code: string): string =>
  code === '??'
    ? t('messages.country.none')
    : (new Intl.DisplayNames(pageLocale(), { type: 'region' }).of(code) ?? code);
