import { readFile } from 'node:fs/promises';
import os from 'node:os';
import type { Config, ConfigProblem } from './config.ts';
import { decideConfig } from './decide-config.ts';
import { findJsonFault } from './find-json-fault.ts';
import { ConfigRefused, refuse } from './refuse.ts';
import { envNameOf, SETTING_LIST, type Setting } from './setting-list.ts';
import { SETTINGS, type Settings } from './settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

export type LoadedConfig =
  | {
      readonly kind: 'loaded';
      readonly config: Config;
      /** Dotted names of what the operator set. */
      readonly given: ReadonlySet<string>;
      /** Variables that look like settings and are none. */
      readonly unknownVariables: readonly string[];
    }
  | { readonly kind: 'refused'; readonly problem: ConfigProblem };

type Source = {
  /** `--config`; without it PROOFUP_CONFIG, without that no file. */
  readonly file: string | undefined;
  readonly environment?: Environment;
};

type Tree = { [key: string]: unknown };

const CONFIG_VARIABLE = 'PROOFUP_CONFIG';

/** Reads the file, lays the environment over it, and decides. The only reader of process.env. */
export async function loadConfig({
  file,
  environment = process.env,
}: Source): Promise<LoadedConfig> {
  try {
    const named = nonEmpty(environment[CONFIG_VARIABLE]);
    const tree = await (file === undefined
      ? readTree(named, CONFIG_VARIABLE)
      : readTree(file, '--config'));
    const given = new Set(namesIn(tree, ''));
    for (const setting of SETTING_LIST) await layOver({ tree, given, setting, environment });
    const config = decideConfig(parseSettings(tree), os.hostname());
    return { kind: 'loaded', config, given, unknownVariables: unknownVariables(environment) };
  } catch (error) {
    if (error instanceof ConfigRefused) return { kind: 'refused', problem: error.problem };
    throw error;
  }
}

/** An empty variable counts as none: that is how container files leave one out. */
const nonEmpty = (value: string | undefined): string | undefined =>
  value === undefined || value === '' ? undefined : value;

const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `from` is where the operator named the file. */
async function readTree(file: string | undefined, from: string): Promise<Tree> {
  if (file === undefined) return {};
  const text = await readFile(file, 'utf8').catch(() =>
    refuse(from, `names a file that cannot be read: ${file}`),
  );
  const fault = findJsonFault(text);
  if (fault !== undefined) {
    const { line, column } = fault;
    refuse(from, `names a file that is not JSON: ${file}, line ${line}, column ${column}`);
  }
  const parsed: unknown = JSON.parse(text);
  return isTree(parsed)
    ? parsed
    : refuse(from, `names a file that is not one JSON object: ${file}`);
}

const namesIn = (tree: Tree, prefix: string): readonly string[] =>
  Object.entries(tree).flatMap(([key, value]) =>
    isTree(value) ? namesIn(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  );

/** Where a setting lives in the tree, made on the way when it is to be written. */
function parentOf(tree: Tree, name: string): { readonly parent: Tree; readonly key: string } {
  const keys = name.split('.');
  const key = keys.pop() ?? name;
  let parent = tree;
  for (const step of keys) {
    const inner = parent[step];
    const next: Tree = isTree(inner) ? inner : {};
    if (inner !== undefined && !isTree(inner)) refuse(step, 'must be a group of settings');
    parent[step] = next;
    parent = next;
  }
  return { parent, key };
}

type Layer = {
  readonly tree: Tree;
  readonly given: Set<string>;
  readonly setting: Setting;
  readonly environment: Environment;
};

async function layOver({ tree, given, setting, environment }: Layer): Promise<void> {
  const { name, env } = setting;
  const value = nonEmpty(environment[env]);
  const fromFile = setting.secret
    ? await secretFile({ tree, given, setting, environment })
    : undefined;
  if (value !== undefined && fromFile !== undefined) {
    refuse(name, `is given twice: as ${env} and in a file`);
  }
  const chosen = value ?? fromFile;
  if (chosen === undefined) return;
  const { parent, key } = parentOf(tree, name);
  parent[key] = coerce(chosen, setting.type);
  given.add(name);
}

/** `carrier.authTokenFile` holds what `carrier.authToken` would: secrets of containers are files. */
async function secretFile({
  tree,
  given,
  setting,
  environment,
}: Layer): Promise<string | undefined> {
  const name = `${setting.name}File`;
  const inTree = given.has(name) ? parentOf(tree, name) : undefined;
  const file = nonEmpty(environment[envNameOf(name)]) ?? inTree?.parent[inTree.key];
  if (inTree !== undefined) delete inTree.parent[inTree.key];
  if (file === undefined) return undefined;
  if (given.has(setting.name)) refuse(setting.name, `is given twice: as itself and as ${name}`);
  if (typeof file !== 'string') return refuse(name, 'must be the path of a file');
  const text = await readFile(file, 'utf8').catch(() =>
    refuse(name, `names a file that cannot be read: ${file}`),
  );
  return text.replace(/\r?\n$/, '');
}

function coerce(value: string, type: Setting['type']): unknown {
  if (type === 'integer') return /^-?[0-9]{1,15}$/.test(value) ? Number(value) : value;
  if (type === 'boolean') return value === 'true' || (value === 'false' ? false : value);
  if (type === 'string') return value;
  return value
    .split(/[,\n]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Problems name the setting and what it must be, never what was given: that can be a secret. */
function parseSettings(tree: Tree): Settings {
  const parsed = SETTINGS.safeParse(tree);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path.filter((step) => typeof step === 'string').join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    const name = [path, issue.keys[0]].filter((part) => part !== '').join('.');
    return refuse(name, 'is not a setting: docs/configuration.md lists them all');
  }
  const setting = SETTING_LIST.find(({ name }) => name === path);
  return refuse(path, `must be ${setting?.expects ?? 'a group of settings'}`);
}

function unknownVariables(environment: Environment): readonly string[] {
  const known = new Set([
    CONFIG_VARIABLE,
    ...SETTING_LIST.flatMap(({ env, name, secret }) =>
      secret ? [env, envNameOf(`${name}File`)] : [env],
    ),
  ]);
  return Object.keys(environment).filter((name) => name.startsWith('PROOFUP_') && !known.has(name));
}
