/** Recorded histories on disk: the server's own binary form, since they are read by machines alone. */

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import proto from '@temporalio/proto';

const { History } = proto.temporal.api.history.v1;
export const historyDirectory = join(import.meta.dirname, '..', 'histories');

export type RecordedHistory = proto.temporal.api.history.v1.IHistory;

export interface Recorded {
  readonly workflowId: string;
  readonly history: RecordedHistory;
}

interface Packed {
  readonly workflowId: string;
  readonly base64: string;
}

export function readHistories(name: string): readonly Recorded[] {
  const packed = JSON.parse(gunzipSync(readFileSync(join(historyDirectory, name))).toString()) as readonly Packed[];
  return packed.map(({ workflowId, base64 }) => ({ workflowId, history: History.decode(Buffer.from(base64, 'base64')) }));
}

export function writeHistories(name: string, recorded: readonly Recorded[]): void {
  const packed = recorded.map(({ workflowId, history }): Packed => {
    const bytes = History.encode(History.create(withoutTraces(history))).finish();
    return { workflowId, base64: Buffer.from(bytes).toString('base64') };
  });
  writeFileSync(join(historyDirectory, name), gzipSync(JSON.stringify(packed), { level: 9 }));
}

/** In `earlier/` those of incidents that began before the bookkeeping was done at hand: nothing records them any more, and they run on. */
export function historyNames(): readonly string[] {
  return readdirSync(historyDirectory, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json.gz'));
}

export function isEarlier(name: string): boolean {
  return name.startsWith('earlier');
}

/** Traces name paths of the machine that recorded them. */
function withoutTraces(history: RecordedHistory): RecordedHistory {
  const visited = new Set<object>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || visited.has(value)) return;
    visited.add(value);
    if (Object.hasOwn(value, 'stackTrace')) Reflect.set(value, 'stackTrace', '');
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(history);
  return history;
}
