import type { User } from '#domain/user.ts';

/** Which claims a scope stands for (OpenID Connect Core section 5.4). */
export const CLAIMS = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
  profile: ['name', 'preferred_username'],
  email: ['email'],
  groups: ['groups'],
} as const;

export const SCOPES = ['openid', 'offline_access', 'profile', 'email', 'groups'] as const;

/**
 * All there is to say of a person; which of it is said is decided by scope. `groups`: undefined where
 * the application may not know them, whatever it asks for.
 */
export const claimsOf = (user: User, groups: readonly string[] | undefined) => ({
  sub: user.id,
  name: user.displayName,
  preferred_username: user.login,
  ...(user.email !== undefined && { email: user.email }),
  ...(groups !== undefined && { groups }),
});
