/** Why a line of an imported file was not done. Closed: `import.fault.<fault>` says it in words. */
export const LINE_FAULTS = [
  'quotes',
  'fields',
  'login',
  'name',
  'email',
  'state',
  'language',
  'repeated',
  'taken',
  'unknown-person',
  'own-account',
  'out-of-reach',
  'needs-approval',
  'needs-two-steps',
  'serial',
  'secret',
  'interval',
  'maker',
] as const;

export type LineFault = (typeof LINE_FAULTS)[number];
