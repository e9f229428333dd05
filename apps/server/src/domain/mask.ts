/**
 * How a number is shown to somebody who has not proved a second step: the same shape for every
 * country and length, so that nothing but the last two digits can be learnt from it.
 */
export const maskNumber = (lastTwoDigits: string): string => `+X XXXXXXXX${lastTwoDigits}`;
