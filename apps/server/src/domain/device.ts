/** What somebody signs in on, as far as it matters for what is asked first: a code on a phone is nearer there. */
export type Device = 'computer' | 'phone';

export const DEVICES: readonly Device[] = ['computer', 'phone'];

const PHONE_SYSTEMS = [' on iOS', ' on Android'];

/** From the family that http/user-agent.ts tells, such as `Safari on iOS`. What is not known is a computer. */
export const deviceOf = (family: string): Device =>
  PHONE_SYSTEMS.some((system) => family.endsWith(system)) ? 'phone' : 'computer';
