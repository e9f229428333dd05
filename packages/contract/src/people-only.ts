import type { ENDPOINTS } from './endpoints.ts';

type All = typeof ENDPOINTS;

type WithoutScope = {
  [Name in keyof All]: All[Name] extends { readonly access: 'administration' }
    ? All[Name] extends { readonly scope: string }
      ? never
      : Name
    : never;
}[keyof All];

const MIGHTIER =
  'It makes somebody mightier: that is decided by a person with a fresh second step.';
const CONNECTS = 'It decides who may ask for sign-ins, and where people are sent afterwards.';
const TELLS = 'It decides who hears of an attack, and who does not.';
const AGREES = 'Two persons agree on it, and a program is none.';
const COMPARES = 'What somebody reads out is compared: a person is on the line.';
const TRIES = 'It is a trial that somebody watches.';
const RUN =
  'A run belongs to a person and their hour; programs send the same lines to `importAtOnce`.';

/**
 * Why no API key may call an operation of the administration, for each that has no `scope`: a new one
 * does not compile without a scope or a reason.
 */
export const PEOPLE_ONLY: Readonly<Record<WithoutScope, string>> = {
  setUserRole: MIGHTIER,
  setUserScope: MIGHTIER,
  listApiKeys: MIGHTIER,
  createApiKey: MIGHTIER,
  revokeApiKey: MIGHTIER,
  setPolicy: 'It can make everybody less safe at once.',
  issueBypass: 'It lets somebody in without a second step.',
  requestApproval: AGREES,
  listApprovals: AGREES,
  approveRequest: AGREES,
  refuseRequest: AGREES,
  sendCallerNumber: COMPARES,
  confirmCallerNumber: COMPARES,
  activateToken: COMPARES,
  sendTest: TRIES,
  startImport: RUN,
  importLines: RUN,
  sendReminders:
    'It writes to many people in the name of the organisation; the schedule of the policy does so without anybody.',
  addAlertTarget: TELLS,
  changeAlertTarget: TELLS,
  removeAlertTarget: TELLS,
  rotateAlertSecret: TELLS,
  testAlertTarget: TRIES,
  replayAlert: TELLS,
  addTenant: CONNECTS,
  checkTenant: TRIES,
  tryTenant: TRIES,
  readTrial: TRIES,
  setTenantState: CONNECTS,
  removeTenant: CONNECTS,
  createApplication: CONNECTS,
  replaceApplicationSecret: CONNECTS,
  setApplicationState: CONNECTS,
  removeApplication: CONNECTS,
};
