import { foundation } from './0001-foundation.ts';
import { securityInfo } from './0002-security-info.ts';
import { mailToTheHelpDesk } from './0003-mail-to-the-help-desk.ts';
import { relyingParties } from './0004-relying-parties.ts';
import { devices } from './0005-devices.ts';
import { openidProvider } from './0006-openid-provider.ts';
import { administration } from './0007-administration.ts';
import { sharedSubscriptions } from './0008-shared-subscriptions.ts';
import { apiKeysMigration } from './0010-api-keys.ts';
import { policy } from './0011-policy.ts';
import { help } from './0012-help.ts';
import { reports } from './0013-reports.ts';
import { people } from './0014-people.ts';
import { knownNetworks } from './0017-known-networks.ts';
import { connectionsMigration } from './0018-connections.ts';
import { rollOut } from './0020-roll-out.ts';
import { consolePages } from './0021-console.ts';
import { brandingMigration } from './0022-branding.ts';
import { largeLists } from './0023-large-lists.ts';
import { auditRetention } from './0024-audit-retention.ts';
import { exportsOfKeys } from './0028-exports-of-keys.ts';
import { personMigration } from './0030-person.ts';
import { heldTasks } from './0034-held-tasks.ts';
import type { Migration } from './migration.ts';

/** In the order in which they are applied. */
export const MIGRATIONS: readonly Migration[] = [
  foundation,
  securityInfo,
  mailToTheHelpDesk,
  relyingParties,
  devices,
  openidProvider,
  administration,
  sharedSubscriptions,
  apiKeysMigration,
  policy,
  help,
  reports,
  people,
  knownNetworks,
  connectionsMigration,
  rollOut,
  consolePages,
  brandingMigration,
  largeLists,
  auditRetention,
  exportsOfKeys,
  personMigration,
  heldTasks,
];
