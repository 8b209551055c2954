/** Reads the lines of a log file or of standard input, unpacked when it is gzip, in UTF-8 or, when it is none, in GB 18030. */

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CliError } from './api-client.ts';

/** What is longer is cut: a dump without a line end must not fill the memory. */
const lineMax = 65_536;

/** Batches of lines in their order. Throws CliError `not-found` or `invalid`, with the name of the file. */
export async function* readLogLines(path: string, stdin: Readable, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  const source = path === '-' ? stdin : await openFile(path);
  try {
    yield* linesOf(unpacked(source, signal), signal);
  } catch (error) {
    if (error instanceof CliError || signal.aborted) throw error;
    const { code, message } = error as NodeJS.ErrnoException;
    const isPacked = code?.startsWith('Z_') === true || message.includes('unexpected end of file');
    throw new CliError('invalid', isPacked ? `${path}: damaged gzip data (${message})` : `${path}: ${message}`);
  } finally {
    source.destroy();
  }
}

async function openFile(path: string): Promise<Readable> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new CliError('invalid', `${path} is a directory`);
    return createReadStream(path, { highWaterMark: 1 << 18 });
  } catch (error) {
    if (error instanceof CliError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw new CliError('not-found', `${path} does not exist`);
    throw new CliError('invalid', `${path}: ${code === 'EACCES' ? 'may not be read' : (error as Error).message}`);
  }
}

/** The first two bytes say whether it is gzip, whatever the name. */
async function* unpacked(source: Readable, signal: AbortSignal): AsyncGenerator<Buffer> {
  const chunks = source[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  let head = Buffer.alloc(0);
  let isEnd = false;
  while (head.length < 2 && !isEnd) {
    const next = await chunks.next();
    if (next.done === true) isEnd = true;
    else head = Buffer.concat([head, Buffer.from(next.value)]);
  }
  if (head.length < 2 || head[0] !== 0x1f || head[1] !== 0x8b) {
    if (head.length > 0) yield head;
    if (isEnd) return;
    for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield Buffer.from(next.value);
    return;
  }
  const packed = new PassThrough();
  const plain = createGunzip();
  pipeline(packed, plain, () => {});
  signal.addEventListener('abort', () => plain.destroy(), { once: true });
  packed.write(head);
  const feeding = feed(chunks, packed);
  for await (const chunk of plain) yield chunk as Buffer;
  await feeding;
}

async function feed(chunks: AsyncIterator<Buffer | string>, packed: PassThrough): Promise<void> {
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
    if (packed.destroyed) return;
    if (!packed.write(Buffer.from(next.value))) await new Promise<void>((resolve) => packed.once('drain', resolve).once('close', resolve));
  }
  packed.end();
}

async function* linesOf(chunks: AsyncIterable<Buffer>, signal: AbortSignal): AsyncGenerator<readonly string[]> {
  let decoder: InstanceType<typeof TextDecoder> | null = null;
  let open = '';
  for await (const chunk of chunks) {
    signal.throwIfAborted();
    decoder ??= new TextDecoder(isUtf8(chunk) ? 'utf-8' : 'gb18030');
    const lines = (open + decoder.decode(chunk, { stream: true })).split('\n');
    open = lines.pop() ?? '';
    if (open.length > lineMax) open = open.slice(0, lineMax);
    yield lines;
  }
  open += decoder?.decode() ?? '';
  if (open !== '') yield [open];
}

/** A multi-byte character may be cut at the end of the first chunk; bytes that are neither UTF-8 nor GB 18030 stay with UTF-8. */
function isUtf8(chunk: Buffer): boolean {
  const head = chunk.subarray(0, 65_536);
  if (canDecode('utf-8', head)) return true;
  return !canDecode('gb18030', head);
}

function canDecode(encoding: 'utf-8' | 'gb18030', bytes: Buffer): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
