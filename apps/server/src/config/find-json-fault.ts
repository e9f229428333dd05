export type Fault = { readonly line: number; readonly column: number };

/** What the parser says where a text is JSON so far and only ends too early. */
const ENDS_EARLY = /^(?:Unexpected end of JSON input|Unterminated )/;

/** Undefined: JSON. Otherwise whether it may still become some. */
function stateOf(text: string): 'unfinished' | 'broken' | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const position = / at position (\d+)/.exec(message)?.[1];
    const isAtEnd = ENDS_EARLY.test(message) || Number(position) === text.length;
    return isAtEnd ? 'unfinished' : 'broken';
  }
}

/**
 * Line and column, from 1, of the first character that no JSON could have there (RFC 8259), or of the
 * end that comes too early; undefined: it is JSON. The parser's own words repeat what stands in the
 * text, which can be a secret, and do not always say where.
 */
export function findJsonFault(text: string): Fault | undefined {
  const state = stateOf(text);
  if (state === undefined) return undefined;
  let [sound, broken] = [0, text.length + 1];
  if (state === 'broken') broken = text.length;
  while (broken - sound > 1) {
    const middle = Math.floor((sound + broken) / 2);
    if (stateOf(text.slice(0, middle)) === 'broken') broken = middle;
    else sound = middle;
  }
  const before = text.slice(0, sound).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
