import { z } from 'zod';
import { id, label, text } from './views.ts';

/** Why it is done: a few plain words on one line; they stand in the audit log. */
export const reason = z
  .string()
  .trim()
  .min(3)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u);

export const groupName = z.strictObject({ id, name: z.string() });

const group = z.strictObject({
  id,
  name: z.string(),
  description: z.string(),
  /** Counted up to 10,000; `more`: there are more than that. */
  members: z.int(),
  more: z.boolean(),
});

const naming = {
  reason,
  name: label,
  description: text(200).regex(/^[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]*$/u),
};
const groupId = z.strictObject({ groupId: id });
const members = z.strictObject({ reason, userIds: z.array(id).min(1).max(100) });
const changed = z.strictObject({
  group,
  /** How many people went in or out. */
  count: z.int(),
});

export const GROUP_SCHEMAS = {
  listGroups: { response: z.strictObject({ groups: z.array(group) }) },
  createGroup: { body: z.strictObject(naming), response: group },
  changeGroup: { params: groupId, body: z.strictObject(naming), response: group },
  deleteGroup: { params: groupId, body: z.strictObject({ reason }) },
  addGroupMembers: { params: groupId, body: members, response: changed },
  removeGroupMembers: { params: groupId, body: members, response: changed },
} as const;

export type GroupView = z.infer<typeof group>;
