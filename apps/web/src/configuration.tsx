import type { Call } from '@proofup/contract/schemas.ts';
import { createContext, use } from 'react';

export type Configuration = Call['getConfiguration']['response'];

const UNKNOWN: Configuration = {
  organisation: '',
  evaluation: false,
  helpContact: '',
  portals: [],
  look: {},
};

export const ConfigurationContext = createContext<Configuration>(UNKNOWN);

export const useConfiguration = (): Configuration => use(ConfigurationContext);
