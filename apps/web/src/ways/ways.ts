import { t } from '@proofup/ui/apps-text.ts';

/** The three ways of the page that people know, step by step. */
export const WAYS = [
  {
    id: 'office',
    label: t('ways.office'),
    title: t('ways.office.title'),
    steps: [t('ways.office.1'), t('ways.office.2'), t('ways.office.3'), t('ways.office.4')],
  },
  {
    id: 'unknown',
    label: t('ways.unknown'),
    title: t('ways.unknown.title'),
    steps: [t('ways.unknown.1'), t('ways.unknown.2'), t('ways.unknown.3')],
  },
  {
    id: 'azure',
    label: t('ways.azure'),
    title: t('ways.azure.title'),
    steps: [t('ways.azure.1'), t('ways.azure.2'), t('ways.azure.3')],
  },
] as const;

export type Way = (typeof WAYS)[number];
