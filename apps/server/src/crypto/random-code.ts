import { randomBytes } from 'node:crypto';
import { CROCKFORD } from '#domain/output.ts';

/** 16 characters of 5 bits: 80 bits (SP 800-63B-4 section 4.2.1.1 asks for 64). */
export const RECOVERY_CODE_LENGTH = 16;
/** 12 characters of 5 bits: 60 bits. */
export const ACCESS_PASS_LENGTH = 12;

/** 24 characters of 5 bits: 120 bits (ASVS 6.5.2 asks for 112 where the hash is a fast one). */
export const APP_PASSWORD_LENGTH = 24;
/** 8 characters of 5 bits: 40 bits, tried a few times at most (SP 800-63B-4 section 4.1.2.2). */
export const ACTIVATION_CODE_LENGTH = 8;

/** The alphabet has 32 characters, so the low five bits of a random byte choose without bias. */
export const randomCode = (length: number): string =>
  Array.from(randomBytes(length), (byte) => CROCKFORD.charAt(byte & 31)).join('');

/** As people read and type it: `K3Q9-A1B2-C3D4-E5F6`. */
export const printCode = (code: string): string => code.replaceAll(/(.{4})(?=.)/g, '$1-');
