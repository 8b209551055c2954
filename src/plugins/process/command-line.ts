/** How the process of a plugin is started: Node's permission model, limits, and an environment of what is declared. */

import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, isAbsolute, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Variables } from '../../config/environment.ts';
import type { FoundPlugin } from '../find-plugin.ts';

export interface CommandLine {
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** `src`, or `dist` in the built package. */
const ownCode = join(import.meta.dirname, '..', '..');
const extension = extname(import.meta.filename);

/** What libraries look at without meaning anybody's secret. */
const harmless =
  /^(NODE_.*|DEBUG|NO_COLOR|FORCE_COLOR|COLORTERM|TERM|CI|TZ|LANG|LANGUAGE|LC_.*|HOME|PATH|PWD|USER|LOGNAME|SHELL|SHLVL|TMPDIR|TMP|TEMP|HOSTNAME|_|(NO|HTTP|HTTPS|ALL)_PROXY|SSL_CERT_(FILE|DIR)|READABLE_STREAM|UV_.*|WS_NO_.*)$/i;

/** Memory that a process has beside the heap of its own code: Node itself, buffers, code. */
const besideHeapMb = 64;

export function commandLine(found: FoundPlugin, variables: Variables, addresses: readonly string[]): CommandLine {
  const { directory, manifest } = found;
  const { permissions, limits } = manifest;
  const own = [`${ownCode}/*`, join(dirname(ownCode), 'package.json'), ...packageDirectories('zod').map((each) => `${each}/*`)];
  const read = [
    ...own,
    ...found.codeDirectories.map((each) => `${each}/*`),
    ...permissions.read.flatMap((path) => grants(path, directory)),
  ];
  const write = permissions.write.flatMap((path) => grants(path, directory));
  const start = {
    main: pathToFileURL(join(directory, manifest.main)).href,
    hosts: [...permissions.hosts.filter((host) => host !== 'systems' && host !== 'config'), ...addresses],
    undeclared: Object.keys(variables).filter((name) => !permissions.env.includes(name) && !harmless.test(name)),
  };
  return {
    arguments: [
      '--permission',
      ...read.map((path) => `--allow-fs-read=${path}`),
      ...write.map((path) => `--allow-fs-write=${path}`),
      `--max-old-space-size=${Math.max(32, limits.memoryMb - besideHeapMb)}`,
      '--max-semi-space-size=2',
      join(ownCode, 'plugins', 'guest', `run${extension}`),
      JSON.stringify(start),
    ],
    environment: Object.fromEntries(
      permissions.env.flatMap((name) => {
        const value = variables[name];
        return value === undefined ? [] : [[name, value]];
      }),
    ),
  };
}

/** A folder with all that is in it, a file alone; what isn't there yet may become either. */
function grants(path: string, directory: string): readonly string[] {
  const whole = isAbsolute(path) ? resolve(path) : resolve(directory, path);
  const real = existsSync(whole) ? realpathSync(whole) : whole;
  return [...new Set([whole, real])].flatMap((each) => [each, `${each}/*`]);
}

/** Where Node finds the package, and where that leads when it is a link. */
function packageDirectories(name: string): readonly string[] {
  const roots = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const found = roots.map((root) => join(root, name)).find((each) => existsSync(join(each, 'package.json')));
  return found === undefined ? [] : [...new Set([found, realpathSync(found)])];
}
