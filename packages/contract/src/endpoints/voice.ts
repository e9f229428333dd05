import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ADMINISTRATORS = ['administrator'] as const satisfies readonly StaffRole[];
const READERS = ['auditor', 'administrator'] as const satisfies readonly StaffRole[];

const change = {
  access: 'administration',
  roles: ADMINISTRATORS,
  fresh: true,
  lane: 'none',
  audit: 'voice.changed',
  status: 200,
} as const;

/** What automated calls say, and how. */
export const VOICE = {
  getVoice: {
    method: 'GET',
    path: '/api/v1/admin/voice',
    access: 'administration',
    roles: READERS,
    scope: 'settings.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'What automated calls say: the standard, and what was set instead',
  },
  setVoice: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/voice',
    scope: 'voice.write',
    summary: 'Set the language of calls, and the number that they come from in it',
  },
  setVoiceWords: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/voice/{message}/words',
    scope: 'voice.write',
    summary: 'Set the words of one message in one language, or the standard again',
  },
  setVoiceSound: {
    ...change,
    method: 'POST',
    path: '/api/v1/admin/voice/{message}/sound',
    scope: 'voice.write',
    /** A sound file of 1 MiB in Base64, and what is around it. */
    bodyLimit: 1_500_000,
    summary: 'Upload the recording of one message in one language, or remove it',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
