import type { Transporter } from 'nodemailer';
import type { Channel, MailMessage, SendOutcome } from '#delivery/ports.ts';
import { type SmtpSettings, transportOptions } from './transport-options.ts';

/** One plain address: a comma or a line break would be another recipient or another header. */
const ADDRESS = /^[^\s,;:<>()[\]\\"@]+@[^\s,;:<>()[\]\\"@]+$/u;

/** Plain-text mail over SMTP. */
export function makeSendMail({
  settings,
}: {
  readonly settings: SmtpSettings;
}): Channel<MailMessage> {
  const options = transportOptions(settings);
  // With the first mail: it is 2 MB that an installation without mail never needs.
  let opened: Promise<Transporter> | undefined;
  const open = () =>
    (opened ??= import('nodemailer').then(({ createTransport }) => createTransport(options)));
  return {
    send: async (id, { to, subject, text }) => {
      if (!ADDRESS.test(to)) return { kind: 'refused', reason: 'smtp_address' };
      try {
        const transport = await open();
        const { messageId } = await transport.sendMail({
          from: settings.from,
          to: { name: '', address: to },
          subject,
          text,
          // The same for every try, so that mailboxes can drop a second copy.
          messageId: `<${id}@${domainOf(settings.from)}>`,
          headers: { 'Auto-Submitted': 'auto-generated' },
        });
        return { kind: 'accepted', providerMessageId: messageId };
      } catch (error) {
        return outcomeOf(error);
      }
    },
  };
}

/** RFC 5321 section 4.2.1: 5xx is final, 4xx is for now. The server's own words stay out. */
function outcomeOf(error: unknown): SendOutcome {
  const code =
    error instanceof Error && 'responseCode' in error ? Number(error.responseCode) : Number.NaN;
  if (code >= 500 && code < 600) return { kind: 'refused', reason: `smtp_${code}` };
  return { kind: 'unavailable', reason: code >= 400 ? `smtp_${code}` : 'network' };
}

const domainOf = (from: string): string => /@([\w.-]+)/.exec(from)?.[1] ?? 'localhost';
