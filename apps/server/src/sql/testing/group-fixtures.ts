import assert from 'node:assert/strict';
import type { UserId } from '#domain/ids.ts';
import type { Stores } from '../stores.ts';
import { newGroup, NOW } from './fixtures.ts';

/** A group with somebody in it, whom one of the staff looks after. */
export async function fillGroups(tx: Stores, userId: UserId): Promise<void> {
  const group = newGroup();
  await tx.groups.insert(group);
  await tx.groups.addMembers(group.id, [userId]);
  await tx.scopes.replace(userId, [group.id]);
  assert.ok(await tx.spending.spend({ units: 1, most: 1, now: NOW }));
  const value = { systemPreferred: true };
  const by = { reason: 'a test', changedBy: 'op', changedAt: NOW };
  await tx.policies.insert({ question: 'order', version: 1, value, ...by });
}
