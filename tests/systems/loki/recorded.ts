/**
 * Answers that a real Loki gave, said again. Loki takes minutes to build, so that the suite can't do it; what its probes make of it is tested
 * on these. Where a Loki lies at node_modules/.cache/zhiban/loki-v3.7.8, the contract suite asks that one as well.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { LokiClient } from '../../../src/systems/loki/client.ts';
import { type LokiEntry, lokiKind } from '../../../src/systems/loki/system.ts';
import { freePort } from '../../support/peers.ts';
import { systemClock } from '../../support/system-clock.ts';
import { type Site, startSite } from '../http/site.ts';

const recorded = z
  .object({
    recordedAtMs: z.number(),
    answers: z.array(
      z.looseObject({ scene: z.string(), path: z.string(), query: z.string().nullable(), status: z.number(), body: z.string() }),
    ),
  })
  .parse(JSON.parse(readFileSync(join(import.meta.dirname, 'answers-v3.7.8.json'), 'utf8')));

export const { recordedAtMs } = recorded;
/** The clock stands where it stood when the answers were given. */
export const recordedClock = { ...systemClock, now: () => recordedAtMs };

/** Says what was said in one of the scenes; what is not recorded of it, as in the healthy one. */
export function startRecorded(scene: string): Promise<Site> {
  return startSite((request, response) => {
    const url = new URL(request.url ?? '', 'http://loki');
    if (url.pathname.startsWith('/loki/') && request.headers['x-scope-orgid'] === undefined) {
      response.writeHead(401).end('no org id');
      return;
    }
    const query = url.searchParams.get('query');
    const [answer] = [scene, 'healthy'].flatMap((each) =>
      recorded.answers.filter((one) => one.scene === each && one.path === url.pathname && one.query === query),
    );
    response.writeHead(answer?.status ?? 404).end(answer?.body ?? 'not recorded');
  });
}

export function lokiEntry(url: string, more: Readonly<Record<string, unknown>> = {}): LokiEntry {
  return lokiKind.entry.parse({ id: 'loki', kind: 'loki', url, tenant: 'team-a', ...more });
}

export function lokiClient(entry: LokiEntry): LokiClient {
  return lokiKind.connect(entry, { clock: recordedClock, resolveSecret: () => '' });
}

const program = join(import.meta.dirname, '..', '..', '..', 'node_modules', '.cache', 'zhiban', 'loki-v3.7.8');

/** Null where there is none on this machine. */
export async function startLoki(): Promise<{ readonly url: string; stop(): Promise<void> } | null> {
  if (!existsSync(program)) return null;
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-loki-'));
  const [port, grpcPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${String(port)}`;
  await writeFile(
    join(directory, 'loki.yaml'),
    `auth_enabled: true
server: { http_listen_address: 127.0.0.1, http_listen_port: ${String(port)}, grpc_listen_address: 127.0.0.1, grpc_listen_port: ${String(grpcPort)}, log_level: error }
common:
  instance_addr: 127.0.0.1
  path_prefix: ${directory}
  storage: { filesystem: { chunks_directory: ${directory}/chunks, rules_directory: ${directory}/rules } }
  replication_factor: 1
  ring: { kvstore: { store: inmemory } }
schema_config: { configs: [{ from: 2024-01-01, store: tsdb, object_store: filesystem, schema: v13, index: { prefix: index_, period: 24h } }] }
analytics: { reporting_enabled: false }
`,
  );
  const child = spawn(program, [`-config.file=${join(directory, 'loki.yaml')}`], { stdio: 'ignore' });
  child.on('error', () => undefined);
  const untilMs = Date.now() + 120_000;
  while ((await fetch(`${url}/ready`).catch(() => null))?.status !== 200) {
    if (Date.now() > untilMs) throw new Error('Loki was not ready in time');
    await sleep(200);
  }
  const values = Array.from({ length: 30 }, (_, index) => [
    `${String(Date.now() - index * 60_000)}000000`,
    `order ${String(index)} accepted`,
  ]);
  const pushed = await fetch(`${url}/loki/api/v1/push`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-scope-orgid': 'team-a' },
    body: JSON.stringify({ streams: [{ stream: { app: 'orders' }, values: values.reverse() }] }),
  });
  await pushed.text();
  return {
    url,
    async stop() {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
}
