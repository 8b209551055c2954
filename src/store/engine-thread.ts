/** The thread that PGlite runs in: does what it is told, one thing after the other, and answers each by its number. */

import { parentPort, workerData } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import type { Rows } from './embedded-engine.ts';

export interface EngineCall {
  readonly kind: 'open' | 'query' | 'exec' | 'listen' | 'close';
  /** SQL; of `listen` the channel. */
  readonly statement?: string | undefined;
  readonly parameters?: readonly unknown[] | undefined;
  readonly rowMode?: 'array' | 'object' | undefined;
}

/** What of the database's error is looked at. */
export interface EngineFailure {
  readonly message: string;
  readonly code?: string | undefined;
  readonly table?: string | undefined;
}

export interface EngineAnswer {
  readonly id: number;
  readonly result?: Rows | undefined;
  readonly failure?: EngineFailure | undefined;
  /** A notification; then `id` says nothing. */
  readonly heard?: { readonly channel: string; readonly payload: string };
}

interface Place {
  readonly dataDir: string;
  readonly settings: string[];
}

/** Moments, intervals and their lists stay as PostgreSQL writes them, as the driver of Drizzle has it. */
const asText = Object.fromEntries([1082, 1114, 1184, 1186, 1231, 1115, 1185, 1187, 1182].map((type) => [type, (value: string) => value]));

const port = parentPort;
let engine: PGlite | null = null;
/** One after the other, as they came. */
let last: Promise<void> = Promise.resolve();

port?.on('message', (call: EngineCall & { readonly id: number }) => {
  last = last.then(() => answer(call));
});

async function answer(call: EngineCall & { readonly id: number }): Promise<void> {
  try {
    port?.postMessage({ id: call.id, result: await carryOut(call) } satisfies EngineAnswer);
  } catch (error) {
    port?.postMessage({ id: call.id, failure: failureOf(error) } satisfies EngineAnswer);
  }
  // With nothing left to listen to the thread ends by itself; one that is ended from outside can take the process along.
  if (call.kind === 'close') port?.close();
}

async function carryOut({ kind, statement = '', parameters = [], rowMode }: EngineCall): Promise<Rows | undefined> {
  if (kind === 'open') {
    const { dataDir, settings } = workerData as Place;
    engine = await PGlite.create({ dataDir, postgresqlconf: settings });
    return undefined;
  }
  if (kind === 'close') {
    await engine?.close();
    return undefined;
  }
  if (engine === null) throw new Error('PGlite is closed');
  if (kind === 'query') {
    const { rows } = await engine.query(statement, [...parameters], { parsers: asText, ...(rowMode === undefined ? {} : { rowMode }) });
    return { rows };
  }
  if (kind === 'exec') await engine.exec(statement);
  else await engine.listen(statement, (payload) => hear(statement, payload));
  return undefined;
}

function hear(channel: string, payload: string): void {
  port?.postMessage({ id: 0, heard: { channel, payload } } satisfies EngineAnswer);
}

function failureOf(error: unknown): EngineFailure {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, table } = error as Error & { readonly code?: unknown; readonly table?: unknown };
  return {
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof table === 'string' ? { table } : {}),
  };
}
