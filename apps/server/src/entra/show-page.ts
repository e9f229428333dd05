import type { DoorResponse } from '#http/ports.ts';
import { PATHS } from './issuer.ts';
import { type Page, renderPage } from '#relying-parties/page.ts';

export type ShowPage = (status: number, page: Omit<Page, 'organisation'>) => DoorResponse;

export const makeShowPage =
  (organisation: string): ShowPage =>
  (status, page) => ({
    status,
    contentType: 'text/html; charset=utf-8',
    body: renderPage({ ...page, organisation }, PATHS),
    hasForm: page.form !== undefined,
  });
