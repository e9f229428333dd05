/** The place of a code that is not used up: those of one use stand from 1 on. */
export const REUSABLE = 0;
