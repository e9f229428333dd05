import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CarrierConfig, SmtpConfig } from '#config/config.ts';
import { Refusal } from './explain-error.ts';
import { runBeside } from './run-beside.ts';

/** The simulator beside an evaluation: a process of its own, killed with us. */
export type PhoneNetwork = {
  readonly url: string;
  readonly carrier: CarrierConfig;
  readonly smtp: SmtpConfig;
  /** Resolves when the process has gone, whoever ended it. */
  readonly gone: Promise<void>;
  addPhone(number: string): Promise<void>;
  readonly stop: () => Promise<void>;
};

const SIMULATOR = path.join(import.meta.dirname, '../../../phone-simulator/src/main.ts');
const PATIENCE_MS = 10_000;
/** Numbers that are nobody's: 555-01xx is set aside for examples. */
const FROM = '+12025550100';

type Ports = { readonly port: number; readonly smtpPort: number };

export async function startPhoneNetwork({ port, smtpPort }: Ports): Promise<PhoneNetwork> {
  const accountSid = `AC${randomBytes(16).toString('hex')}`;
  const authToken = randomBytes(16).toString('hex');
  const { child, gone, stop } = runBeside(SIMULATOR, {
    PROOFUP_SIMULATOR_PORT: String(port),
    PROOFUP_SIMULATOR_SMTP_PORT: String(smtpPort),
    PROOFUP_SIMULATOR_ACCOUNT_SID: accountSid,
    PROOFUP_SIMULATOR_AUTH_TOKEN: authToken,
  });
  const url = `http://localhost:${port}`;
  await untilReady(url, child);
  return {
    url,
    gone,
    stop,
    carrier: {
      baseUrl: url,
      accountSid,
      authToken,
      textFrom: FROM,
      callFrom: FROM,
      machineDetection: false,
    },
    smtp: { host: 'localhost', port: smtpPort, secure: false, from: 'Proofup <proofup@localhost>' },
    addPhone: async (number) => {
      const answer = await fetch(`${url}/control/phones`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ number }),
      });
      await answer.body?.cancel();
    },
  };
}

async function untilReady(url: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (Date.now() < deadline && child.exitCode === null) {
    const answer = await fetch(`${url}/control/state`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer?.ok === true) return;
    await sleep(20);
  }
  child.kill();
  throw new Refusal('the phone simulator did not start');
}
