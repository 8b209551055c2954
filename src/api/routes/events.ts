/** What happens, as it happens: Server-Sent Events. A reader that is too slow is cut off and comes back with its Last-Event-ID. */

import { Readable } from 'node:stream';
import { z } from 'zod';
import type { LiveEvent } from '../../store/event-contract.ts';
import { type App, callerOf, refusal } from '../app.ts';
import type { ApiDeps } from '../contract.ts';
import type { LiveEvents } from '../live-events.ts';
import { localeQuery, refusals } from '../schemas/answers.ts';

const heartbeatMs = 15_000;
/** What may wait for a reader that doesn't read. */
const waitingBytesMax = 1_048_576;
const connectionsMax = 500;
const connectionsPerPersonMax = 40;
/** Text for the description; what is really sent is a stream, which no schema serializes. */
const streamText: z.ZodType<unknown> = z.string();

export function addEventRoute(app: App, deps: ApiDeps, live: LiveEvents): void {
  const perPerson = new Map<string, number>();
  const query = localeQuery.extend({
    after: z.coerce.number().int().min(0).optional().describe('As Last-Event-ID, for clients that cannot set headers'),
  });

  app.route({
    method: 'GET',
    url: '/events',
    schema: {
      summary: 'Live events: incident, verdict, plan, step, message, timeline, people, answer',
      description:
        'Each has `id: SEQ`, `event: KIND` and `data: {"seq","kind","incidentId","payload"}`. Send Last-Event-ID to go on where you were.',
      tags: ['live'],
      querystring: query,
      response: { 200: { description: 'A stream of events', content: { 'text/event-stream': { schema: streamText } } }, ...refusals },
    },
    handler: async (request, reply) => {
      const { person } = callerOf(request);
      if (live.connections() >= connectionsMax || (perPerson.get(person.id) ?? 0) >= connectionsPerPersonMax) {
        throw refusal(
          'too-many',
          { en: 'Too many live connections are open', 'zh-CN': '实时连接过多' },
          { details: { retryAfterSeconds: 10 } },
        );
      }
      const stream = new EventStream();
      const stop = await live.follow(resumeFrom(request.headers['last-event-id'], request.query.after), stream);
      add(perPerson, person.id, 1);
      deps.metrics.liveConnections(live.connections());
      stream.once('close', () => {
        stop();
        add(perPerson, person.id, -1);
        deps.metrics.liveConnections(live.connections());
      });
      // Proxies must neither hold the stream back nor squeeze it.
      reply.headers({
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store, no-transform',
        'x-accel-buffering': 'no',
      });
      return reply.send(stream);
    },
  });
}

class EventStream extends Readable {
  private readonly heartbeat: NodeJS.Timeout;

  constructor() {
    super({ highWaterMark: 65_536 });
    this.push('retry: 2000\n\n: hello\n\n');
    this.heartbeat = setInterval(() => this.write(': still here\n\n'), heartbeatMs);
  }

  hear(events: readonly LiveEvent[]): void {
    this.write(events.map(formatEvent).join(''));
  }

  end(): void {
    if (!this.destroyed) this.push(null);
  }

  override _read(): void {
    // Events come when they come.
  }

  override _destroy(error: Error | null, callback: (error?: Error | null) => void): void {
    clearInterval(this.heartbeat);
    callback(error);
  }

  private write(text: string): void {
    if (this.destroyed || this.readableEnded) return;
    if (this.readableLength > waitingBytesMax) this.destroy();
    else this.push(text);
  }
}

export function formatEvent(event: LiveEvent): string {
  return `id: ${event.seq}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}

function resumeFrom(header: string | string[] | undefined, asked: number | undefined): number | null {
  const seq = typeof header === 'string' && /^\d{1,15}$/.test(header) ? Number(header) : asked;
  return seq ?? null;
}

function add(counts: Map<string, number>, key: string, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next <= 0) counts.delete(key);
  else counts.set(key, next);
}
