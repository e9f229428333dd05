import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { BindingId } from '#domain/ids.ts';
import type { Actor, NewBinding, SecurityInfoStores } from './ports.ts';

/** Pending additions end by themselves: a secret that was shown must not wait for ever. */
const BINDING_LIFE_MS = 10 * 60_000;

type Beginning = { readonly actor: Actor; readonly id: string; readonly now: Date };

/** What every addition begins with. */
export const beginBinding = ({ actor, id, now }: Beginning) => ({
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- where binding ids are born
  id: id as BindingId,
  userId: actor.userId,
  startedBy: 'sessionId' in actor ? actor.sessionId : actor.signInId,
  createdAt: now,
  expiresAt: new Date(now.getTime() + BINDING_LIFE_MS),
});

type Start = {
  readonly binding: NewBinding;
  readonly context: RequestContext;
  readonly now: Date;
};

export const recordStart = (
  { audit }: SecurityInfoStores,
  { binding, context, now }: Start,
): Promise<void> =>
  audit.append(
    [
      {
        event: binding.kind === 'phone' ? 'phone.added' : 'factor.enrol_started',
        outcome: 'info',
        // A number's method is chosen with its challenge; the others have but one.
        method: binding.kind === 'phone' ? undefined : binding.kind,
        target: { type: 'binding', id: binding.id },
        ...auditOf(context, binding.userId),
      },
    ],
    now,
  );
