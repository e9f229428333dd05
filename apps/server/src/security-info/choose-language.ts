import type { AuditLog } from '#audit/ports.ts';
import type { VoiceStore } from '#delivery/ports.ts';
import type { UserStore } from '#directory/ports.ts';
import { auditOf } from '#domain/audit-fields.ts';
import type { RequestContext } from '#domain/context.ts';
import type { UserId } from '#domain/ids.ts';
import type { Clock, Transact } from '#domain/write.ts';

type Dependencies = {
  readonly transact: Transact<{
    readonly users: Pick<UserStore, 'change'>;
    readonly audit: AuditLog;
  }>;
  readonly voice: Pick<VoiceStore, 'settings' | 'languages'>;
  readonly clock: Clock;
};

export type ChooseLanguage = {
  /** BCP 47; undefined: the organisation's. */
  readonly choose: (
    userId: UserId,
    language: string | undefined,
    context: RequestContext,
  ) => Promise<void>;
  /** Those in which there is something to say, the organisation's first. */
  readonly offered: () => Promise<readonly string[]>;
};

/** It opens nothing and hides nothing, so that no fresh proof is asked for. */
export function makeChooseLanguage({ transact, voice, clock }: Dependencies): ChooseLanguage {
  return {
    offered: async () => {
      const [{ language: usual }, others] = await Promise.all([
        voice.settings(),
        voice.languages(),
      ]);
      return [usual, ...others.filter((one) => one !== usual)];
    },
    choose: (userId, language, context) =>
      transact('fact', async ({ users, audit }) => {
        await users.change(userId, { language: language ?? null });
        const detail = { language: language ?? 'standard' };
        const target = { type: 'user', id: userId };
        await audit.append(
          [
            {
              event: 'account.language_changed',
              outcome: 'success',
              target,
              detail,
              ...auditOf(context, userId),
            },
          ],
          clock(),
        );
      }),
  };
}
