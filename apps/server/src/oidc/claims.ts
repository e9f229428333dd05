import type { User } from '#domain/user.ts';

/** Which claims a scope stands for (OpenID Connect Core section 5.4). */
export const CLAIMS = {
  openid: ['sub', 'acr', 'amr', 'auth_time', 'sid'],
  profile: ['name', 'preferred_username'],
  email: ['email'],
} as const;

export const SCOPES = ['openid', 'offline_access', 'profile', 'email'] as const;

/** All there is to say of a person; which of it is said is decided by scope. */
export const claimsOf = (user: User) => ({
  sub: user.id,
  name: user.displayName,
  preferred_username: user.login,
  ...(user.email !== undefined && { email: user.email }),
});
