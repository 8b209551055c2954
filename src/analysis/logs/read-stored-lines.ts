/** Lines out of a log system as entries: traces that came line by line are folded, and the log system's own time and level count. */

import { levelOfNumber, levelOfWord } from './level.ts';
import { type LogEntry, LogReader } from './log-reader.ts';
import type { Level } from './template.ts';

export interface StoredLine {
  readonly atMs: number;
  readonly text: string;
  /** '' when the log system tells none apart from the text. */
  readonly level: string;
  readonly stream: string;
}

/** Oldest first. */
export function readStoredLines(lines: readonly StoredLine[], nowMs: number): readonly LogEntry[] {
  const byStream = new Map<string, StoredLine[]>();
  for (const line of lines) {
    const known = byStream.get(line.stream);
    if (known === undefined) byStream.set(line.stream, [line]);
    else known.push(line);
  }
  const entries = [...byStream.values()].flatMap((stream) => readStream(stream, nowMs));
  return entries.sort((one, other) => one.atMs - other.atMs);
}

function readStream(lines: readonly StoredLine[], nowMs: number): readonly LogEntry[] {
  // One record may hold a whole trace.
  const rows = lines.flatMap((line) => line.text.split('\n').flatMap((text) => (text.trim() === '' ? [] : [{ ...line, text }])));
  const entries: LogEntry[] = [];
  let at = 0;
  const reader = new LogReader({ nowMs, zoneMinutes: 0 }, (entry) => {
    const first = rows[at];
    at += entry.lines;
    entries.push(first === undefined ? entry : { ...entry, atMs: first.atMs, level: levelOf(entry.level, first.level) });
  });
  for (const { text } of rows) reader.push(text);
  reader.flush();
  return entries;
}

function levelOf(own: Level, told: string): Level {
  if (told === '') return own;
  const level = /^\d+$/.test(told) ? levelOfNumber(Number(told)) : levelOfWord(told);
  return level === 'none' ? own : level;
}
