import { createContext } from 'react';

/** What a form says of fields by their names, where the field itself was given no error. */
export const WrongFields = createContext<ReadonlyMap<string, string>>(new Map());
