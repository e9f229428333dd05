import type { Words } from './enqueue-alert.ts';
import type { AlertCatalogue, AlertName } from './ports.ts';

export type Naming = Pick<AlertCatalogue, 'kindOf'> & {
  readonly organisation: string;
  readonly publicUrl: string;
};

/** The mail: what happened, what to do, where to look; nothing that names a person. */
export function wordsOf(
  { organisation, publicUrl, kindOf }: Naming,
  alert: AlertName,
  at: Date,
): Words {
  const { says, todo } =
    alert === 'test'
      ? { says: 'This is a test.', todo: 'Alerts for administrators arrive here.' }
      : kindOf(alert);
  return {
    subject: `${organisation}: ${says}`,
    text: `${says}\n${todo}\n\nWhen: ${at.toISOString()}\nLook at it: ${publicUrl}/admin`,
  };
}
