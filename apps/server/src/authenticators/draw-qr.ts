import encodeQr from 'qr';

/** Modules around the symbol; ISO/IEC 18004 asks for four, cameras do with two on a white page. */
const QUIET_ZONE = 2;

/** The picture of a text, as SVG: a white square with one dark path. */
export function drawQr(text: string): string {
  const rows = encodeQr(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
  const runs = rows.flatMap((row, y) =>
    runsOf(row).map(([x, width]) => `M${x} ${y}h${width}v1h-${width}z`),
  );
  const size = rows.length;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">`;
  const paper = `<path fill="#ffffff" d="M0 0h${size}v${size}H0z"/>`;
  return `${svg}${paper}<path d="${runs.join('')}"/></svg>`;
}

/** Where the dark parts of a row begin, and how wide they are. */
function runsOf(row: readonly boolean[]): readonly (readonly [start: number, width: number])[] {
  const runs: [number, number][] = [];
  for (const [x, isDark] of row.entries()) {
    const last = runs.at(-1);
    if (!isDark) continue;
    if (last !== undefined && last[0] + last[1] === x) last[1] += 1;
    else runs.push([x, 1]);
  }
  return runs;
}
