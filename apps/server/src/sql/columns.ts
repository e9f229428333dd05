/** Milliseconds since the epoch. */
export type Time = number;
/** 0 or 1. */
export type Flag = number;
/** Sealed by crypto/sealed-box.ts for its table, column and row. */
export type Sealed = Uint8Array;
/** JSON text; what is in it is known to the type only. */
export type Json<Value> = string & { readonly __value?: Value };
