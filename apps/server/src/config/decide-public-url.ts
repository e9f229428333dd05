import { isIP } from 'node:net';
import { refuse } from './refuse.ts';

const isLocal = (host: string): boolean => host === 'localhost' || host.endsWith('.localhost');

export const isLoopback = (host: string): boolean =>
  isLocal(host) || host === '::1' || host === '[::1]' || /^127\.[0-9.]+$/.test(host);

/** An origin: a path, a query or a user name in it would end up in every link. */
function originOf(publicUrl: string, setting = 'publicUrl'): URL {
  const url = URL.parse(publicUrl);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return refuse(setting, 'must be an address such as https://verify.example.org');
  }
  if (`${url.origin}/` !== url.href || publicUrl.endsWith('//')) {
    return refuse(setting, 'must be an origin alone: no path, query, fragment or user name');
  }
  return url;
}

export function decideEvaluationUrl(
  publicUrl: string | undefined,
  port: number,
  setting = 'publicUrl',
): string {
  const url = originOf(publicUrl ?? `http://localhost:${port}`, setting);
  if (url.protocol === 'https:') {
    return refuse(setting, 'is https, which evaluation mode does not do: set mode=production');
  }
  // Browsers refuse an address where a name must stand, and cookies differ: one name for all.
  if (!isLocal(url.hostname)) {
    return refuse(setting, 'must be http://localhost:PORT: evaluation mode has no other name');
  }
  return url.origin;
}

export function decideProductionUrl(publicUrl: string, setting = 'publicUrl'): string {
  const url = originOf(publicUrl, setting);
  if (url.protocol !== 'https:') {
    return refuse(setting, 'must be https: passwords and codes cross the network');
  }
  if (isLoopback(url.hostname) || isIP(url.hostname.replaceAll(/[[\]]/g, '')) !== 0) {
    return refuse(setting, 'must have a name that people and the carrier can reach');
  }
  return url.origin;
}
