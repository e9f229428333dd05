import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { SMTPServer, type SMTPServerAddress, type SMTPServerOptions } from 'smtp-server';
import type { Store } from '../store.ts';
import { parseMail } from './parse-mail.ts';

type Dependencies = { readonly store: Store; readonly port: number };
type MailServer = { readonly port: number; close(): Promise<void> };

const MAX_MAIL_BYTES = 1024 * 1024;

/** Takes any mail from this machine and keeps it; what the addressee's behaviour says comes first. */
export async function startMailServer({ store, port }: Dependencies): Promise<MailServer> {
  const server = new SMTPServer({
    ...handlers(store),
    authOptional: true,
    allowInsecureAuth: true,
    // Its certificate would be one that nobody trusts, and mail here never leaves the machine.
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 100,
    size: MAX_MAIL_BYTES,
  });
  server.on('error', () => {});
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

function handlers(store: Store): Pick<SMTPServerOptions, 'onAuth' | 'onRcptTo' | 'onData'> {
  return {
    onAuth: (_auth, _session, callback) => callback(null, { user: 'anyone' }),
    onRcptTo: (recipient, _session, callback) => callback(troubleOf(store, recipient)),
    onData: (stream, session, callback) => {
      stream.once('error', callback);
      collect(stream, (raw) => {
        keep(store, raw, session.envelope.rcptTo);
        callback(null);
      });
    },
  };
}

function collect(stream: Readable, onEnd: (raw: Buffer) => void): void {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.once('end', () => onEnd(Buffer.concat(chunks)));
}

const addressOf = ({ address }: SMTPServerAddress): string => address.toLowerCase();

function troubleOf(store: Store, recipient: SMTPServerAddress): Error | null {
  const { mode } = store.behaviourOf(addressOf(recipient));
  if (mode === 'refuse') return Object.assign(new Error('No such mailbox'), { responseCode: 550 });
  if (mode === 'error-500') return Object.assign(new Error('Try later'), { responseCode: 451 });
  return null;
}

function keep(store: Store, raw: Buffer, recipients: readonly SMTPServerAddress[]): void {
  const to = recipients.map(addressOf);
  const modes = to.map((address) => store.behaviourOf(address).mode);
  if (modes.includes('never-deliver')) return;
  store.add('mails', { ...parseMail(raw), to });
  if (modes.includes('deliver-twice')) store.add('mails', { ...parseMail(raw), to });
}
