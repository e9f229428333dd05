/** The part of the GSM 7-bit alphabet (3GPP TS 23.038) that is ASCII and one septet each. */
const FOREIGN = /[^A-Za-z0-9 \n@$_!"#%&'()*+,\-./:;<=>?]/g;

/** Two messages that a phone puts together again: 153 septets each. */
export const TWO_SEGMENTS = 306;

/** What of a text can be sent in single septets, cut to a length. */
export const toGsm7 = (text: string, most = text.length): string =>
  text.normalize('NFKD').replaceAll(FOREIGN, '').slice(0, most);
