/** Files that tell of a cluster: one file, standard input, or a directory as `kubectl cluster-info dump --output-directory` fills it. */

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import type { NamedText, PodLog } from '../../analysis/kubernetes/analyze-texts.ts';
import { CliError } from './api-client.ts';

export interface KubernetesFiles {
  readonly texts: readonly NamedText[];
  readonly logs: readonly PodLog[];
}

const filesMax = 5_000;
const fileBytesMax = 64 * 1_024 * 1_024;
const totalBytesMax = 512 * 1_024 * 1_024;
const logLinesMax = 5_000;
const depthMax = 6;
const wanted = /\.(?:json|ya?ml|txt|log|out)(?:\.gz)?$/i;

/** Throws CliError `not-found` or `invalid`, with the name of the file. */
export async function readKubernetesPath(path: string, stdin: Readable): Promise<KubernetesFiles> {
  if (path === '-') return { texts: [{ name: '-', text: (await readStream(stdin, path)).toString('utf8') }], logs: [] };
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return { texts: [{ name: basename(path), text: await readText(path) }], logs: [] };
    return await readDirectory(path);
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CliError('not-found', `${path} does not exist`);
    throw new CliError('invalid', `${path}: ${code === 'EACCES' ? 'may not be read' : message}`);
  }
}

async function readDirectory(root: string): Promise<KubernetesFiles> {
  const texts: NamedText[] = [];
  const logs: PodLog[] = [];
  const budget = { bytes: totalBytesMax };
  for (const path of await filesIn(root, 0)) {
    const { size } = await stat(path);
    if (size > fileBytesMax || size > budget.bytes)
      throw new CliError('invalid', `${path} is too big: more than ${fileBytesMax} bytes, or too much in all`);
    budget.bytes -= size;
    const text = await readText(path);
    const name = relative(root, path);
    // A dump keeps the logs of a pod in a directory of the pod's name.
    if (/^logs?(?:\.txt|\.log)?$/.test(basename(path)))
      logs.push({ name, pod: basename(dirname(path)), lines: text.split('\n').slice(-logLinesMax) });
    else texts.push({ name, text });
  }
  return { texts, logs };
}

async function filesIn(directory: string, depth: number): Promise<readonly string[]> {
  const found: string[] = [];
  const entries = await readdir(directory, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && depth < depthMax) found.push(...(await filesIn(path, depth + 1)));
    else if (entry.isFile() && wanted.test(entry.name)) found.push(path);
    if (found.length > filesMax) throw new CliError('invalid', `${directory} holds more than ${filesMax} files`);
  }
  return found;
}

async function readText(path: string): Promise<string> {
  const bytes = await readStream(createReadStream(path), path);
  return (bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: fileBytesMax }) : bytes).toString('utf8');
}

async function readStream(stream: Readable, path: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const part = Buffer.from(chunk as Buffer);
    bytes += part.length;
    if (bytes > fileBytesMax) throw new CliError('invalid', `${path} is too big: more than ${fileBytesMax} bytes`);
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}
