import type { Endpoint } from '../endpoint.ts';

/** For programs that hand a person over to our pages, where every method works. */
export const HANDOVER = {
  beginHandover: {
    method: 'POST',
    path: '/api/v1/handovers',
    access: 'service',
    scope: 'verification',
    once: true,
    lane: 'send',
    audit: 'mfa.challenge.created',
    status: 201,
    summary: 'Get a link to our page, where the person does the second step by any method',
  },
  readHandover: {
    method: 'POST',
    path: '/api/v1/handovers/{verificationId}/statement',
    access: 'service',
    scope: 'verification',
    once: true,
    lane: 'secret',
    audit: 'relying_party.answered',
    status: 200,
    summary: 'Read what was proved, with the code that the person came back with; once',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;

/** Of the page itself. */
export const HANDED_OVER = {
  openHandover: {
    method: 'POST',
    path: '/api/v1/handovers/open',
    access: 'public',
    lane: 'secret',
    audit: 'handover.opened',
    status: 200,
    summary: 'Take over the sign-in of a handover link, which is good once',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
