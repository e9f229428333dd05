import type {
  CaseView,
  ListedUserView,
  RecordView,
  UserDetailsView,
} from '@proofup/contract/schemas.ts';
import { signInReasonOf } from '@proofup/contract/sign-in-reasons.ts';
import { applicationOf } from '#administration/application-of.ts';
import type { ListedUser } from '#administration/ports.ts';
import type { UserDetails } from '#administration/read-user.ts';
import type { AuditRow } from '#audit/ports.ts';
import type { Group } from '#directory/ports.ts';
import type { PlaceOf } from '#domain/places.ts';
import { judgeTarget } from '#domain/role.ts';
import type { SupportCase } from '#recovery/ports.ts';
import { present, viewMethod, viewPlace } from '../views.ts';

export const viewListed = (user: ListedUser): ListedUserView => ({
  id: user.id,
  login: user.login,
  displayName: user.displayName,
  ...present('email', user.email),
  state: user.state,
  role: user.role,
  registered: user.registered,
  coveredBy: user.coveredBy,
  ...present('lastSignInAt', user.lastSignInAt?.toISOString()),
  ...present('blockedUntil', user.blockedUntil?.toISOString()),
});

export const viewDetails = (
  details: UserDetails,
  asked: { readonly by: Parameters<typeof judgeTarget>[0]; readonly placeOf: PlaceOf },
): UserDetailsView => ({
  user: viewListed(details.listed),
  reach: judgeTarget(asked.by, details.user),
  methods: details.methods.map((method) => viewMethod(method, [])),
  preferred: (['computer', 'phone'] as const).flatMap((device) => {
    const preferred = details.user.preferences[device];
    return preferred === undefined ? [] : [{ device, type: preferred.type }];
  }),
  sessions: details.sessions.map((session) => ({
    id: session.id,
    browser: session.userAgent,
    place: viewPlace(asked.placeOf(session.address)),
    startedAt: session.createdAt.toISOString(),
    lastSeenAt: session.lastSeenAt.toISOString(),
  })),
  rememberedBrowsers: details.browsers.map((browser) => ({
    id: browser.id,
    browser: browser.userAgent,
    addedAt: browser.createdAt.toISOString(),
    until: browser.until.toISOString(),
  })),
  appPasswords: details.appPasswords.map((password) => ({
    id: password.id,
    name: password.name,
    addedAt: password.createdAt.toISOString(),
    ...present('lastUsedAt', password.lastUsedAt?.toISOString()),
  })),
  ...present('defaultType', details.defaultType),
  risk: [...details.risk],
  failedSteps: details.user.failedSteps,
  ...present('language', details.user.language),
  groups: details.groups.map(viewName),
  scope: details.scope.map(viewName),
});

const viewName = ({ id, name }: Group) => ({ id, name });

type Logins = ReadonlyMap<string, string>;

export const viewCase = (
  one: Omit<SupportCase, 'note'> & { readonly note?: string | undefined },
  logins: Logins,
): CaseView => {
  const login = one.userId === undefined ? undefined : logins.get(one.userId);
  return {
    id: one.id,
    kind: one.kind,
    state: one.state,
    openedAt: one.createdAt.toISOString(),
    ...(one.userId === undefined || login === undefined ? {} : { user: { id: one.userId, login } }),
    ...present('about', one.about),
    ...present('takenBy', one.takenBy && (logins.get(one.takenBy) ?? one.takenBy)),
    ...present('outcome', one.outcome),
    ...present('closedAt', one.closedAt?.toISOString()),
    ...present('closedBy', one.closedBy && (logins.get(one.closedBy) ?? one.closedBy)),
    ...present('closedReason', one.closedReason),
    ...present('note', one.note),
  };
};

const isUser = (one: { readonly type: string } | undefined): boolean => one?.type === 'user';

/** Whose names records stand for. */
export const accountsIn = (records: readonly AuditRow[]): readonly string[] =>
  records.flatMap(({ actor, target }) =>
    [actor, target].flatMap((one) => (one !== undefined && isUser(one) ? [one.id] : [])),
  );

const viewedPlace = (address: string | undefined, placeOf: PlaceOf) =>
  address === undefined ? undefined : viewPlace(placeOf(address));

/** Who it was done to, else who did it. */
function accountOf({ actor, target }: AuditRow, logins: Logins) {
  const about = [target, actor].find(isUser);
  const login = about === undefined ? undefined : logins.get(about.id);
  return about === undefined || login === undefined ? undefined : { id: about.id, login };
}

export function viewRecord(
  record: AuditRow,
  {
    logins,
    applications,
    placeOf,
  }: {
    readonly logins: Logins;
    /** Names by identifier. */
    readonly applications: ReadonlyMap<string, string>;
    readonly placeOf: PlaceOf;
  },
): RecordView {
  const { actor, personal } = record;
  const application = applicationOf(record);
  return {
    id: record.id,
    at: record.occurredAt.toISOString(),
    event: record.event,
    outcome: record.outcome,
    ...present('reason', record.reason),
    ...present('why', signInReasonOf(record)),
    ...present('actor', actor && (logins.get(actor.id) ?? actor.id)),
    ...present('account', accountOf(record, logins)),
    ...present('method', record.method),
    ...present('application', application && (applications.get(application) ?? application)),
    ...present('correlationId', record.requestId ?? record.signInId),
    ...present('browser', personal?.userAgent),
    ...present('place', viewedPlace(personal?.address, placeOf)),
    ...present('detail', record.detail && { ...record.detail }),
  };
}
