import { z } from 'zod';
import type { EndpointName } from './endpoints.ts';
import { SCHEMAS, type Shape } from './schemas.ts';

/** Where a list is told to go on: by what its last page answered as `next`. */
export type CursorField = {
  readonly where: 'body' | 'query';
  /** `after`: further on; `before`: older. */
  readonly field: 'after' | 'before';
};

const PLACES = [
  { where: 'body', field: 'after' },
  { where: 'body', field: 'before' },
  { where: 'query', field: 'after' },
  { where: 'query', field: 'before' },
] as const satisfies readonly CursorField[];

/** Undefined: the operation answers all at once. */
export function cursorOf(name: EndpointName): CursorField | undefined {
  const shape: Shape = SCHEMAS[name];
  if (!isObject(shape.response) || !('next' in shape.response.shape)) return undefined;
  return PLACES.find(({ where, field }) => {
    const part = shape[where];
    return isObject(part) && field in part.shape;
  });
}

const isObject = (type: z.ZodType | undefined): type is z.ZodObject => type instanceof z.ZodObject;
