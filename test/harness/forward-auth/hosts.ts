import type { ProxiedHost } from '../../../apps/server/src/domain/proxied-host.ts';

export const WIKI = 'https://wiki.example.org';
export const OPS = 'https://ops.example.org';
export const SAFE = 'https://safe.example.org:8443';

export const HOSTS: readonly ProxiedHost[] = [
  { origin: WIKI, strength: 'two-step', roles: [] },
  { origin: OPS, strength: 'two-step', roles: ['administrator'] },
  { origin: SAFE, strength: 'phishing-resistant', roles: [] },
];
