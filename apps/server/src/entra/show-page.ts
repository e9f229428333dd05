import type { DoorResponse } from '#http/ports.ts';
import { PATHS } from './issuer.ts';
import { type Dress, type Page, renderPage } from '#relying-parties/page.ts';

export type ShowPage = (status: number, page: Omit<Page, keyof Dress>) => DoorResponse;

export const makeShowPage =
  (dress: () => Dress): ShowPage =>
  (status, page) => ({
    status,
    contentType: 'text/html; charset=utf-8',
    body: renderPage({ ...page, ...dress() }, PATHS),
    hasForm: page.form !== undefined,
  });
