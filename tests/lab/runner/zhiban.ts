/** Zhiban as a user runs it: `zhiban start` in a process of its own, a configuration file that is read again when it changes, its HTTP API. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parse, stringify } from 'yaml';
import { parseConfig } from '../../../src/config/load.ts';
import type { Locale } from '../../../src/domain/text.ts';
import type { EvidenceView, IncidentView, PlanView, SystemView } from '../../../src/domain/view.ts';
import { builtInKinds } from '../../../src/systems/registry.ts';
import { placeFreshDatabase } from '../../support/fresh-database.ts';
import { placeWorkflows } from '../../support/kept-workflows.ts';
import { freePort } from '../../support/peers.ts';
import { until } from './until.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const token = 'lab-admin-token-0123456789';
const readyWithinMs = 600_000;
const stopWithinMs = 20_000;
const reloadWithinMs = 60_000;
const groupedWithinMs = 120_000;
/** By this label the running configuration is known to be the newest one. */
const mark = 'labConfiguration';

export interface LabSystem {
  readonly id: string;
  readonly kind: string;
  readonly [key: string]: unknown;
}

export interface Incident {
  readonly en: IncidentView;
  readonly chinese: IncidentView;
}

export interface LabZhiban {
  /** Writes the configuration and waits until it is in force. Throws with what is wrong in it. */
  lookAfter(systems: readonly LabSystem[], signal: AbortSignal): Promise<void>;
  /** Through the hook, as Alertmanager does; the incident that came of it. */
  alert(notification: unknown): Promise<string>;
  ask(text: string): Promise<string>;
  incident(id: string): Promise<Incident>;
  evidence(incidentId: string): Promise<readonly EvidenceView[]>;
  approve(plan: PlanView): Promise<void>;
  undo(plan: PlanView): Promise<void>;
  resolve(incidentId: string): Promise<void>;
  stop(): Promise<void>;
}

export interface LabZhibanOptions {
  readonly analyst: 'offline' | 'llm';
  readonly baseConfig: string | null;
  readonly signal: AbortSignal;
}

export async function startZhiban({ analyst, baseConfig, signal }: LabZhibanOptions): Promise<LabZhiban> {
  const home = mkdtempSync(join(tmpdir(), 'zhiban-lab-home-'));
  const base = baseOf(baseConfig, analyst);
  writeFileSync(join(home, 'zhiban.yaml'), stringify(base));
  await placeFreshDatabase(join(home, 'db'));
  await placeWorkflows(join(home, 'cache'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const process_ = start(home, port);
  const call = callerOf(url);
  try {
    await until(
      async () => {
        if (process_.child.exitCode !== null) throw new Error(`Zhiban ended before it was ready:\n${process_.said()}`);
        return (await fetch(`${url}/readyz`).catch(() => null))?.ok === true;
      },
      { withinMs: readyWithinMs, what: 'Zhiban is ready', signal, isLasting: (error) => /ended before/.test(error.message) },
    );
  } catch (error) {
    await stop(process_.child, home);
    throw error;
  }
  let generation = 0;
  return {
    async lookAfter(systems, scenarioSignal) {
      generation += 1;
      const marked = systems.map((each) => ({ ...each, labels: { ...labelsOf(each), [mark]: String(generation) } }));
      const text = stringify({ ...base, systems: marked });
      // Checked here first, so that the one who wrote the scenario reads what is wrong.
      parseConfig(text, { path: 'systems', kinds: builtInKinds, variables: process.env });
      writeFileSync(join(home, 'zhiban.yaml.new'), text);
      renameSync(join(home, 'zhiban.yaml.new'), join(home, 'zhiban.yaml'));
      const isInForce = async (): Promise<boolean> => {
        const { items } = await call<{ items: readonly SystemView[] }>('/api/v1/systems', token);
        return items.length === systems.length && items.every(({ labels }) => labels[mark] === String(generation));
      };
      await until(isInForce, { withinMs: reloadWithinMs, what: 'the configuration is in force', signal: scenarioSignal });
    },
    async alert(notification) {
      const hookToken = readFileSync(join(home, 'hook-token'), 'utf8').trim();
      let opened: string | undefined;
      // A busy intake answers before it has grouped what it took; the same notification again is the same incident.
      const isOpen = async (): Promise<boolean> => {
        const { incidentIds } = await call<{ incidentIds: readonly string[] }>('/hooks/alertmanager', hookToken, notification);
        [opened] = incidentIds;
        return opened !== undefined;
      };
      await until(isOpen, { withinMs: groupedWithinMs, what: 'the alert opens an incident', signal });
      return opened ?? '';
    },
    ask: async (text) => (await call<{ incidentId: string }>('/api/v1/ask', token, { text })).incidentId,
    async incident(id) {
      const read = (locale: Locale): Promise<IncidentView> => call(`/api/v1/incidents/${id}?locale=${locale}`, token);
      return { en: await read('en'), chinese: await read('zh-CN') };
    },
    evidence: async (id) => (await call<{ items: readonly EvidenceView[] }>(`/api/v1/incidents/${id}/evidence`, token)).items,
    approve: async ({ id, digest }) => void (await call(`/api/v1/plans/${id}/approve`, token, { digest })),
    undo: async ({ id }) => void (await call(`/api/v1/plans/${id}/undo`, token, {})),
    resolve: async (id) => void (await call(`/api/v1/incidents/${id}/resolve`, token, { note: '' })),
    stop: () => stop(process_.child, home),
  };
}

function baseOf(path: string | null, analyst: 'offline' | 'llm'): Readonly<Record<string, unknown>> {
  const given: unknown = path === null ? {} : parse(readFileSync(path, 'utf8'));
  const base: Record<string, unknown> = typeof given === 'object' && given !== null ? { ...given } : {};
  const investigation = base.investigation;
  return {
    registerThisMachine: false,
    ...base,
    systems: [],
    investigation: { ...(typeof investigation === 'object' ? investigation : {}), analyst },
  };
}

function start(home: string, port: number): { readonly child: ChildProcess; said(): string } {
  const child = spawn(process.execPath, [join(root, 'src/main/cli.ts'), 'start'], {
    cwd: root,
    // In a group of its own: Ctrl-C in the terminal is the runner's to hear, which ends this last.
    detached: true,
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node'),
      ZHIBAN_HOME: home,
      ZHIBAN_CONFIG: '',
      ZHIBAN_PORT: String(port),
      ZHIBAN_ADMIN_TOKEN: token,
      ZHIBAN_LOCALE: 'en',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  const hear = (chunk: Buffer): void => {
    said = (said + chunk.toString('utf8')).slice(-20_000);
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return { child, said: () => said };
}

async function stop(child: ChildProcess, home: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(stopWithinMs, null, { ref: false })]);
    child.kill('SIGKILL');
  }
  rmSync(home, { recursive: true, force: true });
}

function callerOf(url: string): <T>(path: string, bearer: string, body?: unknown) => Promise<T> {
  return async <T>(path: string, bearer: string, body?: unknown): Promise<T> => {
    const answer = await fetch(`${url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `Bearer ${bearer}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text.slice(0, 500)}`);
    return JSON.parse(text) as T;
  };
}

function labelsOf({ labels }: LabSystem): object {
  return typeof labels === 'object' && labels !== null ? labels : {};
}
