import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { describe, it } from 'node:test';
import type { OutboxId } from '#domain/ids.ts';
import { makeSendMail } from './send-mail.ts';
import { type SmtpSettings, transportOptions } from './transport-options.ts';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a test may mint an id
const OUTBOX_ID = '0190b5a2-6c1e-7d3f-8a4b-0c5d6e7f8091' as OutboxId;

type Replies = Readonly<Partial<Record<'MAIL' | 'RCPT' | 'DATA' | 'END', string>>>;

/** Speaks just enough SMTP (RFC 5321) to answer as told, and keeps what it was sent. */
function converse(socket: Socket, replies: Replies, received: string[]): void {
  let inData = false;
  socket.write('220 test ESMTP\r\n');
  socket.on('data', (chunk) => {
    const part = chunk.toString('utf8');
    received.push(part);
    if (inData) {
      if (!received.join('').endsWith('\r\n.\r\n')) return;
      inData = false;
      socket.write(`${replies.END ?? '250 kept'}\r\n`);
      return;
    }
    const verb = part.slice(0, 4).toUpperCase();
    inData = verb === 'DATA' && !replies.DATA;
    const told = verb === 'MAIL' || verb === 'RCPT' || verb === 'DATA' ? replies[verb] : undefined;
    socket.write(`${told ?? (verb === 'DATA' ? '354 go on' : '250 ok')}\r\n`);
  });
  socket.on('error', () => {});
}

async function withServer(
  replies: Replies,
  work: (settings: SmtpSettings, received: readonly string[]) => Promise<void>,
) {
  const received: string[] = [];
  const server = createServer((socket) => converse(socket, replies, received));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address && typeof address === 'object');
  const from = 'Example Org <no-reply@example.org>';
  const settings = { host: '127.0.0.1', port: address.port, secure: false, from };
  await work(settings, received).finally(() => server.close());
}

const mail = (change: Partial<Record<'to' | 'subject' | 'text', string>> = {}) =>
  ({
    kind: 'mail',
    to: 'ada@example.com',
    subject: 'Your security info changed',
    text: 'A phone was added.',
    ...change,
  }) as const;

const headersOf = (received: readonly string[]): readonly string[] => {
  const data = received.join('').split('DATA\r\n')[1] ?? '';
  return (data.split('\r\n\r\n')[0] ?? '').split('\r\n');
};

describe('sendMail', () => {
  it('sends plain text under an id that is the same for every try', async () => {
    await withServer({}, async (settings, received) => {
      const channel = makeSendMail({ settings });
      const providerMessageId = `<${OUTBOX_ID}@example.org>`;
      assert.deepEqual(await channel.send(OUTBOX_ID, mail()), {
        kind: 'accepted',
        providerMessageId,
      });
      const headers = headersOf(received);
      assert.ok(headers.includes('Content-Type: text/plain; charset=utf-8'));
      assert.ok(headers.includes('Auto-Submitted: auto-generated'));
      assert.ok(headers.includes(`Message-ID: ${providerMessageId}`));
    });
  });

  it('F08 keeps line breaks in a subject from becoming headers', async () => {
    await withServer({}, async (settings, received) => {
      const subject = 'Hello\r\nBcc: eve@example.net\r\n\r\nbody';
      await makeSendMail({ settings }).send(OUTBOX_ID, mail({ subject }));
      assert.equal(received.join('').split('RCPT TO').length - 1, 1);
      assert.ok(!headersOf(received).some((line) => line.startsWith('Bcc')));
    });
  });

  it('F08 refuses what is not one address, before any server is asked', async () => {
    await withServer({}, async (settings, received) => {
      const channel = makeSendMail({ settings });
      const addresses = [
        'a@example.com, b@example.net',
        'a@example.com\r\nRCPT TO:<b@example.net>',
      ];
      addresses.push('A <a@example.com>', 'a@b@example.com', 'nobody', '');
      for (const to of addresses) {
        assert.deepEqual(await channel.send(OUTBOX_ID, mail({ to })), {
          kind: 'refused',
          reason: 'smtp_address',
        });
      }
      assert.deepEqual(received, []);
    });
  });

  it('reads no file and fetches no page, whatever a text looks like', async () => {
    await withServer({}, async (settings, received) => {
      const channel = makeSendMail({ settings });
      await channel.send(OUTBOX_ID, mail({ text: 'file:///etc/hostname' }));
      assert.ok(received.join('').includes('file:///etc/hostname'));
    });
  });

  const replies: readonly (readonly [Replies, string, string])[] = [
    [{ RCPT: '550 no such user ada@example.com' }, 'refused', 'smtp_550'],
    [{ END: '554 spam' }, 'refused', 'smtp_554'],
    [{ MAIL: '451 later' }, 'unavailable', 'smtp_451'],
    [{ END: '421 closing' }, 'unavailable', 'smtp_421'],
  ];
  for (const [reply, kind, reason] of replies) {
    it(`is ${kind} on ${reason}, and keeps the server's words to itself`, async () => {
      await withServer(reply, async (settings) => {
        const outcome = await makeSendMail({ settings }).send(OUTBOX_ID, mail());
        assert.deepEqual(outcome, { kind, reason });
      });
    });
  }

  it('is unavailable when nobody listens', async () => {
    const settings = { host: '127.0.0.1', port: 1, secure: false, from: 'no-reply@example.org' };
    const outcome = await makeSendMail({ settings }).send(OUTBOX_ID, mail());
    assert.deepEqual(outcome, { kind: 'unavailable', reason: 'network' });
  });

  it('sends a password only under TLS, except to its own machine', () => {
    const settings = { port: 25, secure: false, from: 'a@example.org', user: 'a', pass: 'b' };
    assert.equal(transportOptions({ ...settings, host: 'mail.example.org' }).requireTLS, true);
    assert.equal(transportOptions({ ...settings, host: '127.example.org' }).requireTLS, true);
    assert.equal(transportOptions({ ...settings, host: '127.0.0.1' }).requireTLS, false);
  });
});
