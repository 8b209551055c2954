/** The connection to Temporal: a client that is there when the server is, and a worker that comes back when it was away. */

import { Client, Connection } from '@temporalio/client';
import type { Activities } from '../../activities/contract.ts';
import type { Clock } from '../../domain/clock.ts';
import type { Log } from '../log.ts';
import type { OpenWorker } from './temporal-worker.ts';

export interface TemporalLinkOptions {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Where the compiled workflows are kept between starts. */
  readonly cacheDirectory: string;
}

export interface TemporalLink {
  /** Throws while the server is away. */
  client(): Promise<Client>;
  /** Asks the server itself, within 2 s; throws while it is away. */
  ping(): Promise<void>;
  /** Runs until it is stopped; a lost server is waited for. */
  startWorker(activities: Activities): void;
  health(): { readonly client: 'up' | 'down'; readonly worker: 'up' | 'down' | 'none'; readonly reason: string | null };
  close(): Promise<void>;
}

const connectTimeoutMs = 5_000;
const pingWithinMs = 2_000;
const retryMinMs = 250;
const retryMaxMs = 5_000;

export function createTemporalLink(options: TemporalLinkOptions): TemporalLink {
  const { clock, log } = options;
  const connector = createConnector(options.address);
  let worker: OpenWorker | null = null;
  let workerLoop: Promise<void> | null = null;
  let workerState: 'up' | 'down' | 'none' = 'none';
  let reason: string | null = 'not connected yet';
  const closing = new AbortController();

  async function connect(): Promise<Connection> {
    try {
      return await connector.connect();
    } catch (error) {
      reason = String(error);
      throw error;
    }
  }

  async function keepWorking(activities: Activities): Promise<void> {
    const { prepareWorkers } = await import('./temporal-worker.ts');
    const openWorker = await prepareWorkers(options, activities);
    for (let failures = 0; !closing.signal.aborted; failures += 1) {
      try {
        worker = await openWorker();
        if (closing.signal.aborted) return;
        workerState = 'up';
        reason = null;
        failures = 0;
        await worker.run();
      } catch (error) {
        reason = String(error);
        // While the embedded server is built or starts, being refused is no news.
        if (failures > 20 || workerState === 'up') log.warn({ failures, reason }, 'The worker lost Temporal and connects again');
      } finally {
        workerState = 'down';
        await worker?.close();
        worker = null;
      }
      const waitMs = Math.min(retryMaxMs, retryMinMs * 2 ** Math.min(failures, 5));
      await clock.sleep(waitMs, closing.signal).catch(() => undefined);
    }
  }

  return {
    client: async () => new Client({ connection: await connect(), namespace: options.namespace }),
    async ping() {
      const open = await connect();
      await open.withDeadline(clock.now() + pingWithinMs, () => open.workflowService.getSystemInfo({}));
    },
    startWorker(activities) {
      workerState = 'down';
      workerLoop ??= keepWorking(activities);
      workerLoop.catch((error: unknown) => {
        reason = String(error);
        log.error({ reason }, 'The worker can’t run');
      });
    },
    health: () => ({ client: connector.isOpen() ? 'up' : 'down', worker: workerState, reason }),
    async close() {
      closing.abort();
      // What isn't running has nothing to finish: whoever closes must not wait for a server that isn't there.
      if (worker !== null) {
        worker.shutdown();
        await workerLoop?.catch(() => undefined);
      }
      await connector.close();
    },
  };
}

interface Connector {
  connect(): Promise<Connection>;
  /** It was reached once; the connection looks after itself from then on. */
  isOpen(): boolean;
  close(): Promise<void>;
}

function createConnector(address: string): Connector {
  let connection: Connection | null = null;
  let connecting: Promise<Connection> | null = null;
  return {
    async connect() {
      if (connection !== null) return connection;
      connecting ??= Connection.connect({ address, connectTimeout: connectTimeoutMs }).finally(() => {
        connecting = null;
      });
      connection = await connecting;
      return connection;
    },
    isOpen: () => connection !== null,
    async close() {
      await connection?.close();
    },
  };
}
