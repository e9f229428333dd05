import QRCode from 'qrcode';

export type DescribedActivation = {
  /** SVG of the link. */
  readonly qr: string;
  readonly link: string;
};

/** The link that a camera reads: the code is behind the #, so that it reaches no server's log. */
export async function describeActivation(
  url: string,
  linkCode: string,
): Promise<DescribedActivation> {
  const link = `${url}/#activate=${linkCode}`;
  const qr = await QRCode.toString(link, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' });
  return { qr, link };
}
