/** `zhiban plugin add`: shows what the plugin asks for, and puts it into the configuration when somebody agrees. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { ZhibanError } from '../../domain/errors.ts';
import { type WrittenEntry, withPlugin } from '../../plugins/edit-config.ts';
import { type FoundPlugin, findPlugin } from '../../plugins/find-plugin.ts';
import { requireVersion } from '../../plugins/manifest.ts';
import { CliError } from './api-client.ts';
import { answer, type CliContext, say } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { configFileOf, listPlugins, placesOf, readConfigText, writeConfigText } from './plugin-entries.ts';
import { permissionLines } from './plugin-parts.ts';

export async function runPluginAdd(
  context: CliContext,
  place: string,
  { isConfirmed }: { readonly isConfirmed: boolean },
): Promise<ExitCode> {
  const file = configFileOf(context);
  const isFolder = existsSync(resolve(place));
  const found = isFolder ? findPlugin({ path: resolve(place) }, placesOf(context)) : findOrInstall(context, place);
  const { name, version } = found.manifest;
  requireVersion(found.manifest, context.version);
  if (listPlugins(context).some((each) => each.found?.manifest.name === name))
    throw new CliError('conflict', say(context, 'plugin.there', { name, file }));
  if (!(await isAgreed(context, found, file, isConfirmed))) {
    context.terminal.line(say(context, 'plugin.declined'));
    return exitCodes.ok;
  }
  const entry: WrittenEntry = isFolder ? { path: pathFrom(dirname(file), found.directory) } : { package: place };
  mkdirSync(dirname(file), { recursive: true });
  writeConfigText(file, withPlugin(readConfigText(file), entry));
  answer(context, { name, version, file, entry }, () => context.terminal.line(say(context, 'plugin.added', { name, version, file })));
  return exitCodes.ok;
}

async function isAgreed(context: CliContext, found: FoundPlugin, file: string, isConfirmed: boolean): Promise<boolean> {
  const { terminal } = context;
  const { name, version, description } = found.manifest;
  if (!context.isJson) {
    terminal.line(terminal.colours.bold(`${name} ${version}`));
    if (description !== undefined) terminal.line(description[terminal.locale]);
    for (const line of permissionLines(context, found.manifest)) terminal.line(`  ${line}`);
  }
  if (isConfirmed) return true;
  if (terminal.confirm === null) throw new CliError('invalid', say(context, 'plugin.needsYes'));
  return terminal.confirm(say(context, 'plugin.confirm', { file }));
}

/** Near ones relative, so that the folder can move as a whole. */
function pathFrom(base: string, directory: string): string {
  const way = relative(base, directory);
  return way.startsWith('..') || way === '' ? directory : `./${way}`;
}

function findOrInstall(context: CliContext, name: string): FoundPlugin {
  if (!/^(@[a-z0-9][a-z0-9._-]*\/)?[a-z0-9][a-z0-9._-]*(@[\w.-]+)?$/.test(name))
    throw new ZhibanError('invalid', `'${name.slice(0, 100)}' is neither a folder nor the name of a package`);
  const bare = name.replace(/(?<!^)@[\w.-]+$/, '');
  try {
    return findPlugin({ package: bare }, placesOf(context));
  } catch {
    install(context, name);
    return findPlugin({ package: bare }, placesOf(context));
  }
}

const installWithinMs = 300_000;

/** Nothing of the package runs while it is installed. */
function install(context: CliContext, name: string): void {
  const prefix = join(context.environment.home, 'plugins');
  mkdirSync(prefix, { recursive: true });
  context.terminal.status(say(context, 'plugin.installing', { name }));
  const given = ['install', '--prefix', prefix, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', name];
  const done = spawnSync('npm', given, { encoding: 'utf8', timeout: installWithinMs, env: context.environment.variables });
  context.terminal.clearStatus();
  if (done.status === 0) return;
  const reason = (done.error?.message ?? done.stderr).trim().split('\n').slice(0, 3).join(' ');
  throw new CliError('unavailable', say(context, 'plugin.notInstalled', { name, reason }));
}
