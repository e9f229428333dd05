import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Addresses, Control } from '../harness/e2e-server.ts';

type Method = keyof Control;
type Result<Name extends Method> = Awaited<ReturnType<Control[Name]>>;

/** The installation under test, and all that its people have in hand. */
export type Installation = Addresses & {
  readonly ask: <Name extends Method>(
    name: Name,
    ...args: Parameters<Control[Name]>
  ) => Promise<Result<Name>>;
  stop(): Promise<void>;
};

const SERVER = fileURLToPath(new URL('../harness/e2e-server.ts', import.meta.url));

export async function startInstallation(): Promise<Installation> {
  const child = spawn(process.execPath, [SERVER], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const { value: line, done } = await lines.next();
  if (done === true) throw new Error('the installation under test did not start');
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the server's one line
  const addresses = JSON.parse(line) as Addresses;

  async function ask<Name extends Method>(
    name: Name,
    ...args: Parameters<Control[Name]>
  ): Promise<Result<Name>> {
    const body = JSON.stringify({ name, args });
    const response = await fetch(addresses.controlUrl, { method: 'POST', body });
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the control has it
    return (await response.json()) as Result<Name>;
  }

  return {
    ...addresses,
    ask,
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
