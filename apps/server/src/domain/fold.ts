/** Characters that nobody sees and some keyboards and copies bring along. */
const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

/**
 * Upper then lower: the nearest ECMAScript has to Unicode case folding, so that `ß` and `SS` and the
 * two small sigmas meet.
 */
const foldOnce = (text: string): string =>
  text.normalize('NFKC').replaceAll(INVISIBLE, '').toUpperCase().toLowerCase().normalize('NFKC');

/** However a name is typed. Folding one character can make another that folds: twice is where all rest. */
export const fold = (text: string): string => foldOnce(foldOnce(text)).trim();
