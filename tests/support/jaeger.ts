/** A real Jaeger of the test's own: every port free, spans in memory, gone at the end. */

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './peers.ts';

const program = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'zhiban', 'jaeger-v1.62.0');

export interface SpanSketch {
  readonly trace: string;
  readonly id: string;
  readonly parent?: string;
  readonly service: string;
  readonly instance?: string;
  readonly name: string;
  /** 1 internal, 2 server, 3 client, 4 producer, 5 consumer. */
  readonly kind: 1 | 2 | 3 | 4 | 5;
  readonly startMs: number;
  readonly ms: number;
  readonly error?: string;
  readonly tags?: Readonly<Record<string, string | number>>;
}

export interface Jaeger {
  readonly url: string;
  readonly adminUrl: string;
  /** Stores spans, sent over OTLP as their services would, and resolves once they are found. */
  push(spans: readonly SpanSketch[]): Promise<void>;
  stop(): Promise<void>;
}

/** Null where there is none on this machine: run `node scripts/build-jaeger.ts`. */
export async function startJaeger(): Promise<Jaeger | null> {
  if (!existsSync(program)) return null;
  const [query, otlp, admin] = [await freePort(), await freePort(), await freePort()];
  const at = (port: number): string => `127.0.0.1:${String(port)}`;
  const given = [
    ...['query.http-server', at(query)],
    ...['collector.otlp.http', at(otlp)],
    ...['admin.http', at(admin)],
    // Any free port: nobody asks these.
    ...['query.grpc-server', 'collector.grpc-server', 'collector.http-server', 'collector.otlp.grpc', 'http-server'].flatMap((name) => [
      name,
      at(0),
    ]),
    ...['processor.jaeger-binary.server', 'processor.jaeger-compact.server', 'processor.zipkin-compact.server'].flatMap((name) => [
      name,
      at(0),
    ]),
  ];
  const flags = given.flatMap((each, index) => (index % 2 === 0 ? [`--${each}.host-port=${given[index + 1] ?? ''}`] : []));
  const child = spawn(
    program,
    flags.map((flag) => flag.replace('.server.host-port', '.server-host-port')),
    { stdio: 'ignore' },
  );
  child.on('error', () => undefined);
  const [url, adminUrl] = [`http://${at(query)}`, `http://${at(admin)}`];
  await until(async () => (await fetch(`${url}/api/services`).catch(() => null))?.ok === true, child);
  return {
    url,
    adminUrl,
    async push(spans) {
      const sent = await fetch(`http://${at(otlp)}/v1/traces`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ resourceSpans: spans.map(otlpOf) }),
      });
      if (!sent.ok) throw new Error(`Jaeger refused the spans: ${await sent.text()}`);
      const wanted = [...new Set(spans.map(({ trace }) => trace))].at(-1) ?? '';
      await until(async () => (await fetch(`${url}/api/traces/${wanted}`)).ok, child);
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}

export function otlpOf(span: SpanSketch): unknown {
  const nano = (ms: number): string => `${String(Math.round(ms * 1_000))}000`;
  const attributeOf = (value: string | number): unknown =>
    typeof value === 'number' ? { intValue: String(value) } : { stringValue: value };
  return {
    resource: {
      attributes: [
        { key: 'service.name', value: attributeOf(span.service) },
        ...(span.instance === undefined ? [] : [{ key: 'service.instance.id', value: attributeOf(span.instance) }]),
      ],
    },
    scopeSpans: [
      {
        spans: [
          {
            traceId: span.trace,
            spanId: span.id,
            ...(span.parent === undefined ? {} : { parentSpanId: span.parent }),
            name: span.name,
            kind: span.kind,
            startTimeUnixNano: nano(span.startMs),
            endTimeUnixNano: nano(span.startMs + span.ms),
            attributes: Object.entries(span.tags ?? {}).map(([key, value]) => ({ key, value: attributeOf(value) })),
            ...(span.error === undefined ? {} : { status: { code: 2, message: span.error } }),
          },
        ],
      },
    ],
  };
}

async function until(isMet: () => Promise<boolean>, child: ChildProcess): Promise<void> {
  const untilMs = Date.now() + 60_000;
  while (!(await isMet())) {
    if (child.exitCode !== null) throw new Error(`Jaeger ended with ${String(child.exitCode)}`);
    if (Date.now() > untilMs) throw new Error('Waited in vain for Jaeger');
    await sleep(30);
  }
}
