import type { CarrierConfig, SmtpConfig } from './config.ts';
import { isLoopback } from './decide-public-url.ts';
import { refuse, required } from './refuse.ts';
import type { Settings } from './settings.ts';

/** A group is left out, or complete: half of one is a mistake that would show at the first sign-in. */
export function decideCarrier({ carrier, countries }: Settings): CarrierConfig | undefined {
  const { machineDetection, ...given } = carrier;
  if (Object.keys(given).length === 0) {
    if (machineDetection) refuse('carrier.baseUrl', 'is missing: carrier.machineDetection is set');
    if (countries.texts.length > 0) refuse('countries.texts', 'is set, but there is no carrier');
    if (countries.calls.length > 0) refuse('countries.calls', 'is set, but there is no carrier');
    return undefined;
  }
  const part = (name: keyof typeof given): string =>
    required(given[name], `carrier.${name}`, 'other settings of the carrier are there');
  const baseUrl = part('baseUrl');
  const { protocol, hostname } = new URL(baseUrl);
  if (protocol !== 'https:' && !isLoopback(hostname)) {
    refuse('carrier.baseUrl', 'must be https: the account secret and the codes cross the network');
  }
  return {
    baseUrl: baseUrl.replace(/\/+$/, ''),
    accountSid: part('accountSid'),
    authToken: part('authToken'),
    textFrom: part('textFrom'),
    callFrom: part('callFrom'),
    machineDetection,
  };
}

export function decideSmtp({ smtp }: Settings): SmtpConfig | undefined {
  const { host, from, user, password, port, secure } = smtp;
  if (host === undefined) {
    for (const name of ['from', 'user', 'password'] as const) {
      if (smtp[name] !== undefined) refuse('smtp.host', `is missing: smtp.${name} is set`);
    }
    return undefined;
  }
  if (user !== undefined && password === undefined) {
    refuse('smtp.password', 'is missing: smtp.user is set');
  }
  if (user === undefined && password !== undefined) {
    refuse('smtp.user', 'is missing: smtp.password is set');
  }
  return {
    host,
    port,
    secure,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    from: required(from, 'smtp.from', 'notices need a sender'),
  };
}
