/** Of a password: as in production (OWASP: 19 MiB, two passes), and next to nothing. */
export const HASH_COST = {
  production: { memoryCost: 19_456, timeCost: 2, parallelism: 1 },
  cheap: { memoryCost: 8, timeCost: 1, parallelism: 1 },
} as const;
