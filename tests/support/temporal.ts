/** A real Temporal dev server for a test: found or built as `npm start` does it, on a free port, gone with the test process. */

import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { resolveTemporal, startTemporalServer, type TemporalServer, userCacheDirectory } from '../../src/main/dev/temporal.ts';

export interface TestTemporalOptions {
  /** Null, the default, keeps everything in memory. */
  readonly databasePath?: string | null;
  /** To come back on the port of a server that was killed. */
  readonly port?: number;
}

export interface TestTemporal extends TemporalServer {
  /** Where the `temporal` command is, for PATH. */
  readonly directory: string;
}

/** Answers when the server is ready. `address` is for the client and the worker; end it by `stop(3_000)`, or `kill()` for a fault. */
export async function startTestTemporal(options: TestTemporalOptions = {}): Promise<TestTemporal> {
  const executable = await resolveTemporal({
    environment: process.env,
    cacheDirectory: userCacheDirectory(process.env, homedir()),
    onProgress: () => undefined,
  });
  const server = await startTemporalServer({
    executable: executable.path,
    databasePath: options.databasePath ?? null,
    environment: process.env,
    ...(options.port === undefined ? {} : { port: options.port }),
  });
  await server.ready;
  return { ...server, directory: dirname(executable.path) };
}
