import { textOf } from '#kit/forms.ts';

export type Entries = {
  readonly login: string;
  readonly displayName: string;
  readonly email: string;
  readonly password: string;
};

export type FieldName = keyof Entries;

/** NIST SP 800-63B-4 section 3.1.1.2, for a password that may once be all there is. */
export const LEAST_PASSWORD = 15;

export function entriesOf(data: FormData): Entries {
  const trimmed = (name: string) => textOf(data, name).trim();
  return {
    login: trimmed('login'),
    displayName: trimmed('displayName'),
    email: trimmed('email'),
    password: textOf(data, 'password'),
  };
}

/** In the order of the page. The server judges again, and better. */
export function wrongFields({ login, displayName, email, password }: Entries): FieldName[] {
  const wrong: Readonly<Record<FieldName, boolean>> = {
    login: login === '',
    displayName: displayName === '',
    email: !/^[^\s@]+@[^\s@]+$/.test(email),
    password: password.length < LEAST_PASSWORD,
  };
  return ORDER.filter((name) => wrong[name]);
}

const ORDER = ['login', 'displayName', 'email', 'password'] as const;
