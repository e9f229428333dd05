import type { Endpoint } from '../endpoint.ts';
import type { StaffRole } from '../roles.ts';

const ADMINISTRATORS = ['administrator'] as const satisfies readonly StaffRole[];
const READERS = ['auditor', 'administrator'] as const satisfies readonly StaffRole[];

const change = {
  method: 'POST',
  access: 'administration',
  roles: ADMINISTRATORS,
  fresh: true,
  scope: 'brand.write',
  lane: 'none',
  audit: 'brand.changed',
  status: 200,
} as const;

/** By what people know that a page, a text or a call is their organisation's. */
export const BRAND = {
  getBrand: {
    method: 'GET',
    path: '/api/v1/admin/brand',
    access: 'administration',
    roles: READERS,
    scope: 'settings.read',
    lane: 'none',
    audit: null,
    status: 200,
    summary: 'The name, the colour and the logo of the organisation',
  },
  setBrand: {
    ...change,
    path: '/api/v1/admin/brand',
    summary: 'Set the name that pages, texts and calls say, and the colour of the pages',
  },
  setLogo: {
    ...change,
    path: '/api/v1/admin/brand/logo',
    /** A picture of 100 KiB in base64, and what is around it. */
    bodyLimit: 150_000,
    summary: 'Set the logo of the pages, or remove it',
  },
} as const satisfies Readonly<Record<string, Endpoint>>;
