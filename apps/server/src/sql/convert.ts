import type { Flag, Json, Time } from './columns.ts';

/** The only place where values change their form on the way to the tables and back. */

export const toTime = (date: Date): Time => date.getTime();
export const fromTime = (time: Time): Date => new Date(time);

export const toFlag = (value: boolean): Flag => (value ? 1 : 0);
export const fromFlag = (flag: Flag): boolean => flag !== 0;

/** Absent is NULL in a table and `undefined` outside. */
export const toNullable = <Value>(value: Value | undefined): Value | null => value ?? null;
export const fromNullable = <Value>(value: Value | null): Value | undefined => value ?? undefined;

export const toNullableTime = (date: Date | null | undefined): Time | null =>
  date == null ? null : toTime(date);
export const fromNullableTime = (time: Time | null): Date | undefined =>
  time === null ? undefined : fromTime(time);

export const toJson = <Value>(value: Value): Json<Value> => JSON.stringify(value);
export const fromJson = <Value>(json: Json<Value>): Value => JSON.parse(json);

export const toBytes = (text: string): Uint8Array => Buffer.from(text, 'utf8');
export const fromBytes = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
