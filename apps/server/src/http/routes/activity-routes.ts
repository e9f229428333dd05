import { isActivityEvent, ACTIVITY } from '@proofup/contract/activity.ts';
import type { ActivityLineView } from '@proofup/contract/schemas.ts';
import { AUTHENTICATOR_TYPES, type AuthenticatorType } from '#domain/authenticator.ts';
import type { SessionId, UserId } from '#domain/ids.ts';
import type { PlaceOf } from '#domain/places.ts';
import type { DescribeActivity, DescribedActivity } from '#recovery/describe-activity.ts';
import type { DisownActivity } from '#recovery/disown-activity.ts';
import type { UseFreezeLink } from '#recovery/use-freeze-link.ts';
import type { ReportProblem } from '#recovery/report-problem.ts';
import { type Handlers, ok, problem } from '../handler.ts';
import { present, viewPlace } from '../views.ts';

type Dependencies = {
  readonly describeActivity: DescribeActivity;
  readonly disown: DisownActivity;
  readonly useFreezeLink: UseFreezeLink;
  readonly reportProblem: ReportProblem;
  readonly placeOf: PlaceOf;
};

type ActivityRoutes = Pick<
  Handlers,
  'getActivity' | 'disownActivity' | 'useFreezeLink' | 'reportProblem'
>;

export function makeActivityRoutes(dependencies: Dependencies): ActivityRoutes {
  const { placeOf } = dependencies;
  return {
    getActivity: async ({ caller: { session }, query }) => {
      const { before } = query;
      const page = await dependencies.describeActivity({ userId: session.userId, before });
      // The line is gone that it was to go on from.
      if (page === undefined) return problem('invalid_request');
      const seen = { userId: session.userId, sessionId: session.id };
      const lines = page.lines.flatMap((line) => viewLine(line, seen, placeOf));
      return ok({ lines, ...(page.next === undefined ? {} : { next: page.next }) });
    },
    disownActivity: async ({ caller: { session, context }, params: { lineId } }) => {
      const outcome = await dependencies.disown({ session, lineId, context });
      switch (outcome.kind) {
        case 'stopped':
          return ok({ outcome: outcome.outcome });
        case 'not-found':
          return problem('not_found');
        case 'already-reported':
          return problem('already_reported');
      }
    },
    useFreezeLink: async ({ caller: { context }, body: { token } }) => {
      const outcome = await dependencies.useFreezeLink({ token, context });
      switch (outcome.kind) {
        case 'stopped':
          return ok({ outcome: outcome.outcome });
        case 'refused':
          return problem('freeze_refused');
        case 'throttled':
          return problem('too_many_attempts', outcome.retryAfterMs);
      }
    },
    reportProblem: async ({ caller: { context }, body }) => {
      const { message, correlationId, contact } = body;
      const outcome = await dependencies.reportProblem({
        message,
        correlationId,
        contact,
        context,
      });
      return outcome.kind === 'reported'
        ? ok(undefined)
        : problem('too_many_attempts', outcome.retryAfterMs);
    },
  };
}

/** Codes of events that say why, and are no secret to whom the account belongs. */
const TOLD_REASONS: ReadonlySet<string> = new Set(['blocked', 'replaced', 'signed_out_elsewhere']);

type Line = DescribedActivity['lines'][number];

/** Of an account, as seen in one of its sessions, or by the staff. */
export type Seen = { readonly userId: UserId; readonly sessionId: SessionId | undefined };

export function viewLine(line: Line, seen: Seen, placeOf: PlaceOf): readonly ActivityLineView[] {
  const { event, method } = line;
  if (!isActivityEvent(event)) return [];
  const own = isOwn(line, seen);
  // Where an administrator sits is nothing that people are told.
  const personal = own ? line.personal : undefined;
  return [
    {
      id: line.id,
      at: line.occurredAt.toISOString(),
      kind: ACTIVITY[event].kind,
      event,
      outcome: line.outcome,
      by: own ? 'person' : 'administrator',
      current: line.sessionId !== undefined && line.sessionId === seen.sessionId,
      reaction: line.freezes ? 'freeze-method' : 'end-sessions',
      disowned: line.disowned,
      ...present('action', actionOf(line)),
      ...present('reason', TOLD_REASONS.has(line.reason ?? '') ? line.reason : undefined),
      ...present(
        'method',
        TYPES.find((type) => type === method),
      ),
      ...present('browser', personal?.userAgent),
      ...present(
        'place',
        personal?.address === undefined ? undefined : viewPlace(placeOf(personal.address)),
      ),
    },
  ];
}

const TYPES: readonly AuthenticatorType[] = AUTHENTICATOR_TYPES;

/** What nobody is named for was done with what only the person has: a link, a key on the phone. */
const isOwn = ({ actor }: Line, { userId }: Seen): boolean =>
  actor === undefined || actor.type === 'system' || (actor.type === 'user' && actor.id === userId);

const WITH_ACTION: ReadonlySet<string> = new Set(['authz_admin', 'authz_change']);

function actionOf({ event, detail }: Line): string | undefined {
  const action = detail?.['action'];
  return WITH_ACTION.has(event) && typeof action === 'string' ? action : undefined;
}
