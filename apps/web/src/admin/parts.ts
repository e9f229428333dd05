import type { EndpointName } from '@proofup/contract/endpoints.ts';
import { t } from '@proofup/ui/admin-text.ts';

export const PART_GROUPS = ['people', 'help', 'policy', 'reports', 'connect', 'settings'] as const;

export type PartGroup = (typeof PART_GROUPS)[number];

export type Part = {
  readonly part: string;
  readonly group: PartGroup;
  /** Whoever may call this operation finds the way there. */
  readonly name: EndpointName;
  readonly label: () => string;
  /** What it is for. */
  readonly what: () => string;
};

/** The pages of the administration, in the order in which they are listed. */
export const PARTS: readonly Part[] = [
  {
    part: 'users',
    group: 'people',
    name: 'searchUsers',
    label: () => t('admin.nav.users'),
    what: () => t('admin.what.users'),
  },
  {
    part: 'roll-out',
    group: 'people',
    name: 'getCoverage',
    label: () => t('roll-out.title'),
    what: () => t('admin.what.roll-out'),
  },
  {
    part: 'groups',
    group: 'people',
    name: 'listGroups',
    label: () => t('admin.nav.groups'),
    what: () => t('admin.what.groups'),
  },
  {
    part: 'import',
    group: 'people',
    name: 'startImport',
    label: () => t('admin.nav.import'),
    what: () => t('admin.what.import'),
  },
  {
    part: 'tokens',
    group: 'people',
    name: 'searchTokens',
    label: () => t('tokens.title'),
    what: () => t('admin.what.tokens'),
  },
  {
    part: 'cases',
    group: 'help',
    name: 'listCases',
    label: () => t('admin.nav.cases'),
    what: () => t('admin.what.cases'),
  },
  {
    part: 'approvals',
    group: 'help',
    name: 'listApprovals',
    label: () => t('admin.nav.approvals'),
    what: () => t('admin.what.approvals'),
  },
  {
    part: 'several',
    group: 'help',
    name: 'manageSeveral',
    label: () => t('admin.nav.several'),
    what: () => t('admin.what.several'),
  },
  {
    part: 'policy',
    group: 'policy',
    name: 'getPolicy',
    label: () => t('admin.nav.policy'),
    what: () => t('admin.what.policy'),
  },
  {
    part: 'reports',
    group: 'reports',
    name: 'readReport',
    label: () => t('admin.nav.reports'),
    what: () => t('admin.what.reports'),
  },
  {
    part: 'messages',
    group: 'reports',
    name: 'readMessages',
    label: () => t('admin.nav.messages'),
    what: () => t('admin.what.messages'),
  },
  {
    part: 'exports',
    group: 'reports',
    name: 'listExports',
    label: () => t('admin.nav.exports'),
    what: () => t('admin.what.exports'),
  },
  {
    part: 'attempt',
    group: 'reports',
    name: 'getAttempt',
    label: () => t('admin.nav.attempt'),
    what: () => t('admin.what.attempt'),
  },
  {
    part: 'applications',
    group: 'connect',
    name: 'listApplications',
    label: () => t('admin.nav.apps'),
    what: () => t('admin.what.apps'),
  },
  {
    part: 'entra',
    group: 'connect',
    name: 'listTenants',
    label: () => t('admin.nav.entra'),
    what: () => t('admin.what.entra'),
  },
  {
    part: 'api-keys',
    group: 'connect',
    name: 'listApiKeys',
    label: () => t('admin.nav.keys'),
    what: () => t('admin.what.keys'),
  },
  {
    part: 'alerts',
    group: 'settings',
    name: 'listAlertTargets',
    label: () => t('admin.nav.alerts'),
    what: () => t('admin.what.alerts'),
  },
  {
    part: 'brand',
    group: 'settings',
    name: 'getBrand',
    label: () => t('admin.nav.brand'),
    what: () => t('admin.what.brand'),
  },
  {
    part: 'voice',
    group: 'settings',
    name: 'getVoice',
    label: () => t('voice.title'),
    what: () => t('admin.what.voice'),
  },
];

export const GROUP_WORDS: Readonly<Record<PartGroup, () => string>> = {
  people: () => t('admin.group.people'),
  help: () => t('admin.group.help'),
  policy: () => t('admin.group.policy'),
  reports: () => t('admin.group.reports'),
  connect: () => t('admin.group.connect'),
  settings: () => t('admin.group.settings'),
};
