/** A real VictoriaLogs of the test's own: a free port, a temporary directory, gone at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';
import { sendSignal } from './send-signal.ts';

const program = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'zhiban', 'victoria-logs-v1.121.0');

/** Why there is none on this machine; null when there is. */
export const victoriaLogsMissing: string | null = existsSync(program)
  ? null
  : 'VictoriaLogs is not built: run `node scripts/build-victoria-logs.ts`, which needs Go';

export interface VictoriaLogs {
  readonly url: string;
  /** Stores lines with an `app` and resolves once a query finds them all by their stream, whose index comes last; `_time` in ISO. */
  push(lines: readonly Readonly<Record<string, string>>[], headers?: Readonly<Record<string, string>>): Promise<void>;
  /** Sends lines that it may refuse. */
  send(lines: readonly Readonly<Record<string, string>>[], headers?: Readonly<Record<string, string>>): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  stop(): Promise<void>;
}

const readyWithinMs = 30_000;

export async function startVictoriaLogs(args: readonly string[] = []): Promise<VictoriaLogs> {
  const directory = await mkdtemp(join(tmpdir(), 'zhiban-vlogs-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${String(port)}`;
  const given = [
    `-storageDataPath=${join(directory, 'data')}`,
    `-httpListenAddr=127.0.0.1:${String(port)}`,
    '-retentionPeriod=7d',
    '-inmemoryDataFlushInterval=1s',
    '-loggerLevel=ERROR',
    ...args,
  ];
  const child = spawn(program, given, { stdio: 'ignore' });
  child.on('error', () => undefined);
  await until(async () => (await fetch(`${url}/health`).catch(() => null))?.ok === true, `${url} to be ready`);
  const send: VictoriaLogs['send'] = async (lines, headers = {}) => {
    const answer = await fetch(`${url}/insert/jsonline?_stream_fields=app,request`, {
      method: 'POST',
      headers: { 'content-type': 'application/stream+json', ...headers },
      body: lines.map((line) => JSON.stringify(line)).join('\n'),
    });
    await answer.text();
  };
  const count = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    const answer = await fetch(`${url}/select/logsql/query?query=${encodeURIComponent('{app=~".+"} | stats count() lines')}`, {
      headers: { ...headers },
    });
    return Number(/"lines":"(\d+)"/.exec(await answer.text())?.[1] ?? 0);
  };
  return {
    url,
    send,
    async push(lines, headers = {}) {
      const wanted = (await count(headers)) + lines.length;
      await send(lines, headers);
      await until(async () => (await count(headers)) >= wanted, 'the lines to be found');
    },
    signal: (signal) => sendSignal(child, signal),
    async stop() {
      await end(child);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function until(isMet: () => Promise<boolean>, what: string): Promise<void> {
  const untilMs = Date.now() + readyWithinMs;
  while (!(await isMet())) {
    if (Date.now() > untilMs) throw new Error(`Waited in vain for ${what}`);
    await sleep(50);
  }
}

async function end(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGCONT');
  child.kill('SIGKILL');
  await ended;
}
