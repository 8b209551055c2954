/** A Temporal server with its file, which can be killed and started again at the same address. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestTemporal } from './temporal.ts';

export interface DurableTemporal {
  readonly address: string;
  /** SIGKILL, and wait until it is gone. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
}

export async function startDurableTemporal(): Promise<DurableTemporal> {
  const directory = mkdtempSync(join(tmpdir(), 'zhiban-temporal-'));
  const databasePath = join(directory, 'temporal.db');
  let server = await startTestTemporal({ databasePath });
  const { address } = server;
  const port = Number(address.split(':').at(-1));
  return {
    address,
    async kill() {
      server.kill();
      await server.exited;
    },
    async restart() {
      server = await startTestTemporal({ databasePath, port });
    },
    async stop() {
      await server.stop(3_000);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
