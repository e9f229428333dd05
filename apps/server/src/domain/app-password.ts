import type { AppPasswordId, UserId } from './ids.ts';

/** At most this many for one person: one has to be deleted before the next is made. */
export const APP_PASSWORDS = 40;

/** A password for one program that cannot do a second step. What it is stays in the store, as a hash. */
export type AppPassword = {
  readonly id: AppPasswordId;
  readonly userId: UserId;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | undefined;
};
