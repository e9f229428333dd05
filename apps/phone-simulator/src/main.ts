import { randomBytes } from 'node:crypto';
import { parseSettings } from './parse-settings.ts';
import { createSimulator } from './simulator.ts';

const given = parseSettings(process.argv.slice(2), process.env);
if (given.kind === 'wrong') {
  process.stderr.write(`${given.problem}\n`);
  process.exit(2);
}

const { authToken = randomBytes(16).toString('hex'), ...settings } = given.settings;
const simulator = await createSimulator({ ...settings, authToken });
const lines = [
  `Phones:      ${simulator.url}`,
  `Mail (SMTP): 127.0.0.1:${simulator.smtpPort}`,
  `Account SID: ${settings.accountSid}`,
];
// A token that was given is the giver's secret; one that was made up is needed by somebody.
if (given.settings.authToken === undefined) lines.push(`Auth token:  ${authToken}`);
process.stdout.write(`${lines.join('\n')}\n`);

async function stop(): Promise<void> {
  await simulator.close();
  process.exit(0);
}
process.once('SIGINT', () => void stop());
process.once('SIGTERM', () => void stop());
