import type { Call } from '@proofup/contract/schemas.ts';
import { t } from '@proofup/ui/admin-text.ts';

export type ReportName = Call['readReport']['body']['report'];

export type FilterName = 'outcome' | 'why' | 'proved' | 'added' | 'application' | 'country';

type Kind = {
  readonly label: () => string;
  readonly what: () => string;
  /** Beside the time and the person, which every report has. */
  readonly filters: readonly FilterName[];
};

/** Each report, in the order in which they are listed. */
export const REPORT_KINDS: Readonly<Record<ReportName, Kind>> = {
  'sign-ins': {
    label: () => t('reports.sign-ins'),
    what: () => t('reports.sign-ins.what'),
    filters: ['outcome', 'why', 'proved', 'country'],
  },
  applications: {
    label: () => t('reports.applications'),
    what: () => t('reports.applications.what'),
    filters: ['outcome', 'application', 'country'],
  },
  methods: {
    label: () => t('reports.methods'),
    what: () => t('reports.methods.what'),
    filters: ['added', 'country'],
  },
  registration: {
    label: () => t('reports.registration'),
    what: () => t('reports.registration.what'),
    filters: ['outcome', 'added', 'country'],
  },
  fraud: {
    label: () => t('reports.fraud'),
    what: () => t('reports.fraud.what'),
    filters: ['country'],
  },
  bypass: {
    label: () => t('reports.bypass'),
    what: () => t('reports.bypass.what'),
    filters: ['country'],
  },
  blocked: {
    label: () => t('reports.blocked'),
    what: () => t('reports.blocked.what'),
    filters: [],
  },
  administration: {
    label: () => t('reports.administration'),
    what: () => t('reports.administration.what'),
    filters: ['outcome'],
  },
};

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.keys forgets its keys
const NAMES = Object.keys(REPORT_KINDS) as readonly ReportName[];

export const reportIn = (text: string | null): ReportName =>
  NAMES.find((name) => name === text) ?? 'sign-ins';

export const reportNames = NAMES;
