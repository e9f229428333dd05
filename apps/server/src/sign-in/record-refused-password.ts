import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { User } from '#domain/user.ts';
import type { Transact } from '#domain/write.ts';
import type { LaneKey, Tokens } from './ports.ts';

type Recording = {
  readonly transact: Transact<{ readonly audit: AuditLog }>;
  readonly tokens: Pick<Tokens, 'hash'>;
};

type Attempt = {
  readonly user: User | undefined;
  readonly request: { readonly login: string; readonly context: RequestContext };
  readonly now: Date;
};

export const recordThrottled = (
  { transact }: Recording,
  { user, request, lane, now }: Attempt & { readonly lane: LaneKey },
) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'excess_rate_limit_exceeded',
          outcome: 'failure',
          reason: lane.kind,
          ...auditOf(request.context, user?.id),
        },
      ],
      now,
    ),
  );

/** The typed name is kept as a keyed hash only: people type passwords into that field. */
export const recordRejected = ({ transact, tokens }: Recording, { user, request, now }: Attempt) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'authn_login_fail',
          outcome: 'failure',
          reason: user === undefined ? 'unknown_user' : user.active ? 'wrong_password' : 'inactive',
          detail: { login: tokens.hash('login', request.login) },
          ...auditOf(request.context, user?.id),
        },
      ],
      now,
    ),
  );

export const recordBlocked = (
  { transact }: Recording,
  { user, request, now }: Attempt & { readonly user: User },
) =>
  transact('attempt', (tx) =>
    tx.audit.append(
      [
        {
          event: 'authn_login_fail',
          outcome: 'failure',
          reason: 'blocked',
          ...auditOf(request.context, user.id),
        },
      ],
      now,
    ),
  );
