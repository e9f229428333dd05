import type { Call } from '@proofup/contract/schemas.ts';
import { textOf } from '#kit/forms.ts';

export type Report = Call['reportProblem']['body'];

export type ReportField = 'message' | 'correlationId';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** What is left empty is left out. */
export function reportOf(data: FormData): Report {
  const typed = (name: string) => textOf(data, name).trim();
  const [correlationId, contact] = [typed('correlationId'), typed('contact')];
  return {
    message: typed('message'),
    ...(correlationId === '' ? {} : { correlationId }),
    ...(contact === '' ? {} : { contact }),
  };
}

/** In the order of the page. */
export const wrongFields = ({ message, correlationId }: Report): readonly ReportField[] => [
  ...(message === '' ? (['message'] as const) : []),
  ...(correlationId === undefined || UUID.test(correlationId) ? [] : (['correlationId'] as const)),
];
