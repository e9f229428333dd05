import { drawQr } from '../draw-qr.ts';

export type DescribedActivation = {
  /** SVG of the link. */
  readonly qr: string;
  readonly link: string;
};

/** The link that a camera reads: the code is behind the #, so that it reaches no server's log. */
export function describeActivation(url: string, linkCode: string): DescribedActivation {
  const link = `${url}/#activate=${linkCode}`;
  return { qr: drawQr(link), link };
}
