/** Reads the configuration file, checks all of it at once and says everything that is wrong with it. */

import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { LocalText } from '../domain/text.ts';
import type { SystemEntry, SystemKind } from '../systems/contract.ts';
import { oncallProblems } from './check-oncall.ts';
import { checkDetections, checkNames, checkSystems, type PlacedEntry, type ReferenceProblem, unknown } from './check-references.ts';
import { checkSecrets } from './check-secrets.ts';
import type { PluginVoices } from './check-voice-target.ts';
import { describeIssues } from './describe-issue.ts';
import type { Variables } from './environment.ts';
import { type JsonSchema, jsonSchemaOf, type SchemaPath } from './json-schema.ts';
import { ConfigError, type ConfigProblem, formatPath } from './problem.ts';
import type { SecretOptions } from './resolve-secret.ts';
import { type Config, configSchema } from './schema.ts';
import { parseYaml, type YamlFile } from './yaml-file.ts';

const fileBytesMax = 4_194_304;

/** The id under which the machine that Zhiban runs on registers itself. */
export const thisMachineId = 'this-machine';

/** Only what loading needs of a kind, so that any client's kind fits. */
export type LoadableKind = Pick<SystemKind, 'kind' | 'entry'> & {
  readonly metricStore?: unknown;
  readonly logStore?: { readonly findService?: unknown } | undefined;
};

export interface LoadOptions {
  /** Null: no file, all defaults. */
  readonly path: string | null;
  readonly kinds: readonly LoadableKind[];
  /** Where `{ env: … }` looks: a secret that isn't there is a warning, because only its own part can't work. */
  readonly variables: Variables;
  /** A plugin can't be found, and nobody knows which kinds it brings: what is of an unknown kind is left out with a warning. */
  readonly mayLackKinds?: boolean;
  readonly pluginVoices?: PluginVoices;
  /** `chat:NAME` of plugins where people talk. */
  readonly pluginChats?: readonly string[];
}

export interface LoadedConfig {
  readonly path: string | null;
  readonly config: Config;
  /** Every system, parsed by its kind; this machine first, unless a host is listed or it is turned off. */
  readonly systems: readonly SystemEntry[];
  readonly warnings: readonly ConfigProblem[];
}

/** Throws ConfigError with all the problems of the file. */
export function loadConfig(options: LoadOptions): LoadedConfig {
  const text = options.path === null ? '' : readConfigFile(options.path);
  return parseConfig(text, options);
}

/** The same for a text that was read already. */
export function parseConfig(text: string, options: LoadOptions): LoadedConfig {
  const file = options.path ?? 'defaults';
  const yaml = parseYaml(text);
  const collector = new ProblemCollector(yaml);
  if (yaml.problems.length > 0) throw new ConfigError(file, yaml.problems);

  const input = yaml.value ?? {};
  const schema = jsonSchemaOf(configSchema);
  const parsed = configSchema.safeParse(input);
  if (!parsed.success) collector.addIssues(parsed.error.issues, input, schema, []);
  const placed = parseSystems(input, options, collector);
  if (!parsed.success) throw new ConfigError(file, collector.sorted());

  const config = parsed.data;
  const systems = withThisMachine(config, placed, options.kinds);
  collector.addAll([
    ...checkSystems(systems, findingKindsOf(options.kinds)),
    ...checkNames(config, options.pluginVoices, options.pluginChats),
    ...oncallProblems(config),
    ...checkDetections(config, systems, metricKindsOf(options.kinds)),
    ...checkSecrets(input, schema, secretOptions(options), []),
  ]);
  const problems = collector.sorted();
  if (problems.some((problem) => problem.level === 'error')) throw new ConfigError(file, problems);
  return { path: options.path, config, systems: systems.map(({ entry }) => entry), warnings: problems };
}

class ProblemCollector {
  private readonly yaml: YamlFile;
  private readonly problems: ConfigProblem[] = [];

  constructor(yaml: YamlFile) {
    this.yaml = yaml;
  }

  add(level: 'error' | 'warning', path: SchemaPath, text: LocalText, part: 'key' | 'value' = 'value'): void {
    const at = this.yaml.positionOf(path, part);
    this.problems.push({ level, path: formatPath(path), line: at?.line ?? null, column: at?.column ?? null, text });
  }

  addAll(problems: readonly ReferenceProblem[]): void {
    for (const problem of problems) this.add(problem.level, problem.path, problem.text);
  }

  addIssues(issues: Parameters<typeof describeIssues>[0], input: unknown, schema: JsonSchema, prefix: SchemaPath): void {
    for (const issue of describeIssues(issues, input, schema)) this.add('error', [...prefix, ...issue.path], issue.text, issue.part);
  }

  /** In the order of the file. */
  sorted(): readonly ConfigProblem[] {
    return this.problems.toSorted((one, other) => (one.line ?? 0) - (other.line ?? 0) || (one.column ?? 0) - (other.column ?? 0));
  }
}

/** Each entry by its own kind; entries without a readable kind are the schema's to complain about. */
function parseSystems(input: unknown, options: LoadOptions, collector: ProblemCollector): readonly PlacedEntry[] {
  const listed = isRecord(input) && Array.isArray(input.systems) ? input.systems : [];
  const placed: PlacedEntry[] = [];
  for (const [index, given] of listed.entries()) {
    if (!isRecord(given) || typeof given.kind !== 'string' || typeof given.id !== 'string') continue;
    const path = ['systems', index];
    const kind = options.kinds.find((known) => known.kind === given.kind);
    if (kind === undefined) {
      const names = options.kinds.map((known) => known.kind);
      collector.add(options.mayLackKinds === true ? 'warning' : 'error', [...path, 'kind'], unknown('kind', '系统类型', given.kind, names));
      continue;
    }
    const schema = jsonSchemaOf(kind.entry);
    const parsed = kind.entry.safeParse(given);
    if (!parsed.success) collector.addIssues(parsed.error.issues, given, schema, path);
    else placed.push({ entry: parsed.data, index });
    collector.addAll(checkSecrets(given, schema, secretOptions(options), path));
  }
  return placed;
}

function metricKindsOf(kinds: readonly LoadableKind[]): readonly string[] {
  return kinds.filter(({ metricStore }) => metricStore !== undefined).map(({ kind }) => kind);
}

function findingKindsOf(kinds: readonly LoadableKind[]): readonly string[] {
  return kinds.filter(({ logStore }) => logStore?.findService !== undefined).map(({ kind }) => kind);
}

function withThisMachine(config: Config, placed: readonly PlacedEntry[], kinds: readonly LoadableKind[]): readonly PlacedEntry[] {
  const host = kinds.find(({ kind }) => kind === 'host');
  const isListed = placed.some(({ entry }) => entry.kind === 'host');
  if (host === undefined || isListed || !config.registerThisMachine) return placed;
  return [{ entry: host.entry.parse({ id: thisMachineId, kind: 'host' }), index: null }, ...placed];
}

function readConfigFile(path: string): string {
  try {
    const { size } = statSync(path);
    if (size > fileBytesMax) throw new RangeError(`larger than ${fileBytesMax / 1_048_576} MiB`);
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
    const en = code === 'ENOENT' ? 'no such file' : cause instanceof RangeError ? cause.message : `cannot be read (${code})`;
    const chinese = code === 'ENOENT' ? '文件不存在' : `无法读取（${code || en}）`;
    throw new ConfigError(path, [{ level: 'error', path: '', line: null, column: null, text: { en, 'zh-CN': chinese } }]);
  }
}

function secretOptions(options: LoadOptions): SecretOptions {
  return { variables: options.variables, baseDirectory: options.path === null ? '.' : dirname(options.path) };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}
