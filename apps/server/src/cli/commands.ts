import { API_KEY_COMMANDS } from './api-key-commands.ts';
import { APP_COMMANDS } from './app-commands.ts';
import { AUDIT_COMMANDS } from './audit-commands.ts';
import { bootstrapCommand } from './bootstrap-command.ts';
import { CASE_COMMANDS } from './case-commands.ts';
import type { Command } from './command.ts';
import { CONFIG_COMMANDS } from './config-command.ts';
import { DATA_COMMANDS } from './data-commands.ts';
import { doctorCommand } from './doctor.ts';
import { ENTRA_COMMANDS } from './entra-commands.ts';
import { GROUP_COMMANDS } from './group-commands.ts';
import { KEY_COMMANDS } from './key-commands.ts';
import { POLICY_COMMANDS } from './policy-commands.ts';
import { serveCommand } from './serve.ts';
import { USER_COMMANDS } from './user-commands.ts';

/** In the order of the help. */
export const COMMANDS: readonly Command[] = [
  serveCommand,
  doctorCommand,
  ...CONFIG_COMMANDS,
  ...DATA_COMMANDS,
  bootstrapCommand,
  ...USER_COMMANDS,
  ...GROUP_COMMANDS,
  ...POLICY_COMMANDS,
  ...CASE_COMMANDS,
  ...APP_COMMANDS,
  ...API_KEY_COMMANDS,
  ...ENTRA_COMMANDS,
  ...KEY_COMMANDS,
  ...AUDIT_COMMANDS,
];
