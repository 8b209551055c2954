/** Numbers that a Prometheus of a test has measured before it began, and a small exporter that goes on with them. */

import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PrometheusServer } from './prometheus.ts';

export interface Exporter {
  /** `host:port`. */
  readonly address: string;
  /** What each metric shows from now on. */
  set(metric: string, value: () => number): void;
  stop(): Promise<void>;
}

export async function startExporter(): Promise<Exporter> {
  const metrics = new Map<string, () => number>();
  const server = createServer((_request, response) => {
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end([...metrics].map(([name, value]) => `# TYPE ${name.replace(/\{.*/, '')} gauge\n${name} ${String(value())}\n`).join(''));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    address: `127.0.0.1:${String(port)}`,
    set: (metric, value) => void metrics.set(metric, value),
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export interface PastSeries {
  /** With its labels, as Prometheus would keep it. */
  readonly series: string;
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepMs: number;
  readonly value: (index: number) => number;
}

/** Writes blocks by promtool into the server's directory and starts it anew. */
export async function backfill(server: PrometheusServer, past: readonly PastSeries[]): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-past-'));
  const lines: string[] = [];
  for (const { series, fromMs, toMs, stepMs, value } of past) {
    lines.push(`# TYPE ${series.replace(/\{.*/, '')} gauge`);
    for (let atMs = fromMs, index = 0; atMs < toMs; atMs += stepMs, index += 1)
      lines.push(`${series} ${String(value(index))} ${(atMs / 1_000).toFixed(3)}`);
  }
  await writeFile(join(directory, 'past.txt'), `${lines.join('\n')}\n# EOF\n`);
  const target = join(server.directory, 'data');
  await promisify(execFile)('promtool', ['tsdb', 'create-blocks-from', 'openmetrics', join(directory, 'past.txt'), target]);
  await rm(directory, { recursive: true });
  await server.restart();
}
