import type { AuditLog } from '#audit/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { RememberedBrowserId, UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';
import type { RememberedBrowserStore } from './ports.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly rememberedBrowsers: RememberedBrowserStore;
    readonly audit: AuditLog;
  }>;
  readonly clock: Clock;
};

export type ForgetBrowsers = (request: {
  readonly userId: UserId;
  /** Absent: all of them. */
  readonly id?: RememberedBrowserId;
  readonly context: RequestContext;
}) => Promise<'forgotten' | 'not-found'>;

/** The second step is asked for again at the next sign-in: in one browser, or everywhere. */
export const makeForgetBrowsers =
  ({ transact, clock }: Dependencies): ForgetBrowsers =>
  ({ userId, id, context }) =>
    transact('fact', async ({ rememberedBrowsers, audit }) => {
      const count =
        id === undefined
          ? await rememberedBrowsers.removeAllOf(userId)
          : Number(await rememberedBrowsers.remove(id, userId));
      if (id !== undefined && count === 0) return 'not-found';
      const target = id === undefined ? undefined : { type: 'remembered_browser', id };
      const common = { ...auditOf(context, userId), target, detail: { browsers: count } };
      await audit.append(
        [{ event: 'device_trust.revoked', outcome: 'info', reason: 'by_owner', ...common }],
        clock(),
      );
      return 'forgotten';
    });
