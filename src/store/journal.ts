/**
 * An append-only file of records, on disk before `append` returns: what comes in is safe with one write and one fsync, however busy the
 * database is. Positions are bytes since the first record ever; whoever reads keeps its own position and starts again from there.
 *
 * A record is a line: CRC-32 of what follows in eight hex digits, a space, the text. Files are named by the position of their first record.
 * After a crash the last line may be cut: nobody was told that it is safe, so it doesn't count. A line that is spoilt is passed over.
 */

import { type FileHandle, mkdir, open, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { ZhibanError } from '../domain/errors.ts';

export interface JournalRecord {
  /** Where it ends: the position of whoever has read it. */
  readonly end: number;
  readonly text: string;
}

export interface JournalOptions {
  /** The reader's own position: what comes next is numbered from there on at least, also where the files are gone. */
  readonly readTo: number;
  /** In epoch milliseconds. */
  readonly now: () => number;
  readonly limits?: Partial<JournalLimits> | undefined;
}

export interface JournalLimits {
  /** A file is followed by the next one from here on. */
  readonly fileBytes: number;
  /** Not yet read; more is refused with `unavailable`. */
  readonly waitingBytesMax: number;
  /** How long, and how much at most, of what was read is kept: until the system has written the reader's own files by itself. */
  readonly keptMs: number;
  readonly keptBytesMax: number;
}

const usual: JournalLimits = { fileBytes: 16_000_000, waitingBytesMax: 2_000_000_000, keptMs: 120_000, keptBytesMax: 128_000_000 };

interface Segment {
  readonly start: number;
  end: number;
}

export class Journal {
  readonly #directory: string;
  readonly #limits: JournalLimits;
  readonly #now: () => number;
  readonly #segments: Segment[] = [];
  /** Where the records end that are not yet read, in order. */
  #ends: number[] = [];
  /** Where the first of these begins. */
  #from = 0;
  #end = 0;
  #file: FileHandle | null = null;

  private constructor(directory: string, { now, limits }: JournalOptions) {
    this.#directory = directory;
    this.#now = now;
    this.#limits = { ...usual, ...limits };
  }

  /** Reads what an earlier process left. Throws what the disk says. */
  static async open(directory: string, options: JournalOptions): Promise<Journal> {
    const journal = new Journal(directory, options);
    await journal.#scan(options.readTo);
    return journal;
  }

  /** Their positions, once they are on disk. One call at a time. Throws what the disk says; then none of them counts. */
  async append(texts: readonly string[]): Promise<readonly number[]> {
    if (this.#end - this.#from > this.#limits.waitingBytesMax)
      throw new ZhibanError('unavailable', `${this.#end - this.#from} bytes of alerts wait to be grouped, more than there is room for`, {
        details: { retryAfterSeconds: 30 },
      });
    const lines = texts.map(lineOf);
    const bytes = Buffer.concat(lines);
    try {
      const { file, segment } = await this.#writable();
      await file.appendFile(bytes);
      await file.datasync();
      const ends: number[] = [];
      for (const line of lines) ends.push((ends.at(-1) ?? this.#end) + line.length);
      for (const end of ends) this.#ends.push(end);
      this.#end += bytes.length;
      segment.end = this.#end;
      return ends;
    } catch (error) {
      // What the file holds now is anybody's guess: the next records go into another one, which says where this one ended.
      await this.#leaveFile();
      throw error;
    }
  }

  /** The records after a position, within a bound of bytes, but one at least. What is before it is done with and may be forgotten. */
  async read(after: number, bytesMax: number): Promise<readonly JournalRecord[]> {
    await this.#forget(after);
    const records: JournalRecord[] = [];
    let start = this.#from;
    for (const end of this.#ends) {
      if (records.length > 0 && end - this.#from > bytesMax) break;
      records.push({ end, text: '' });
      start = end;
    }
    const bytes = await this.#bytesOf(this.#from, start);
    let from = 0;
    return records.map(({ end }) => {
      const lines = bytes.subarray(from, end - this.#from);
      from = end - this.#from;
      // Those before the last one are spoilt.
      return { end, text: textOf(lines.subarray(lines.lastIndexOf(newline, -2) + 1)) ?? '' };
    });
  }

  /** How many records are behind the position that was read from last. */
  get waiting(): number {
    return this.#ends.length;
  }

  async close(): Promise<void> {
    await this.#leaveFile();
  }

  async #scan(readTo: number): Promise<void> {
    const names = await readdir(this.#directory).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    const starts = names
      .flatMap((name) => (/^\d{16}\.log$/.test(name) ? [Number(name.slice(0, 16))] : []))
      .sort((one, other) => one - other);
    for (const [index, start] of starts.entries()) {
      const ends = endsIn(await readFile(this.#pathOf(start)), start, starts[index + 1] ?? Number.POSITIVE_INFINITY);
      this.#segments.push({ start, end: ends.at(-1) ?? start });
      for (const end of ends) this.#ends.push(end);
    }
    this.#from = this.#segments[0]?.start ?? 0;
    this.#end = Math.max(readTo, this.#segments.at(-1)?.end ?? 0);
    this.#pass(readTo);
  }

  /** Always a new file after a start: the last one may end in the middle of a line. */
  async #writable(): Promise<{ readonly file: FileHandle; readonly segment: Segment }> {
    const last = this.#segments.at(-1);
    if (this.#file !== null && last !== undefined && last.end - last.start < this.#limits.fileBytes)
      return { file: this.#file, segment: last };
    await this.#leaveFile();
    await mkdir(this.#directory, { recursive: true, mode: 0o700 });
    // One of the same name holds nothing that counts.
    const file = await open(this.#pathOf(this.#end), 'w', 0o600);
    this.#file = file;
    const segment = { start: this.#end, end: this.#end };
    if (last !== undefined && last.start === segment.start) this.#segments.pop();
    this.#segments.push(segment);
    await syncDirectory(this.#directory);
    return { file, segment };
  }

  async #leaveFile(): Promise<void> {
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => {});
  }

  async #bytesOf(start: number, end: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (const segment of this.#segments) {
      const [from, to] = [Math.max(start, segment.start), Math.min(end, segment.end)];
      if (from >= to) continue;
      const file = await open(this.#pathOf(segment.start), 'r');
      try {
        const part = Buffer.alloc(to - from);
        const { bytesRead } = await file.read(part, 0, part.length, from - segment.start);
        if (bytesRead < part.length) throw new Error(`The journal ends at ${from + bytesRead}, before ${to}`);
        parts.push(part);
      } finally {
        await file.close();
      }
    }
    return Buffer.concat(parts);
  }

  /** The file that is written to stays, and so do those that were read a moment ago. */
  async #forget(before: number): Promise<void> {
    this.#pass(before);
    for (let next = this.#segments[1]; next !== undefined && next.start <= before; next = this.#segments[1]) {
      const path = this.#pathOf(this.#segments[0]?.start ?? 0);
      const isRecent = this.#now() - (await stat(path)).mtimeMs < this.#limits.keptMs;
      if (isRecent && before - next.start < this.#limits.keptBytesMax) return;
      await unlink(path);
      this.#segments.shift();
    }
  }

  #pass(before: number): void {
    this.#ends.splice(0, upTo(this.#ends, before));
    this.#from = Math.max(this.#from, Math.min(before, this.#end));
  }

  #pathOf(start: number): string {
    return join(this.#directory, `${String(start).padStart(16, '0')}.log`);
  }
}

function lineOf(text: string): Buffer {
  const body = Buffer.from(`00000000 ${text}\n`);
  body.write(crc32(body.subarray(9, -1)).toString(16).padStart(8, '0'), 0, 'latin1');
  return body;
}

/** Null for a line that is cut or spoilt. */
function textOf(line: Buffer): string | null {
  if (line.length < 10 || line.at(-1) !== newline) return null;
  const body = line.subarray(9, -1);
  return line.toString('latin1', 0, 8) === crc32(body).toString(16).padStart(8, '0') ? body.toString('utf8') : null;
}

const newline = 10;

/** Of a file's good records; what lies behind the beginning of the next file was never acknowledged. */
function endsIn(bytes: Buffer, start: number, endMax: number): readonly number[] {
  const ends: number[] = [];
  let from = 0;
  for (let at = bytes.indexOf(newline, from); at !== -1; at = bytes.indexOf(newline, from)) {
    if (start + at + 1 > endMax) break;
    if (textOf(bytes.subarray(from, at + 1)) !== null) ends.push(start + at + 1);
    from = at + 1;
  }
  return ends;
}

/** How many of these, which are in order, are no greater. */
function upTo(ordered: readonly number[], limit: number): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? 0) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
