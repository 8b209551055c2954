/** Processes are killed while people are being called: each person of each level is called, and none of them twice. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { type DurableTemporal, startDurableTemporal } from '../support/durable-temporal.ts';
import { type RunningHouse, startHouse, startValve, until, type Valve, valveAlert } from '../support/house.ts';

const callSchema = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ person: z.object({ id: z.string() }), incident: z.object({ code: z.string() }) }),
});

/** A provider as providers are: it knows a call by its id, and makes it once. */
interface Provider {
  readonly url: string;
  /** `ZB-1 li`, one for each call that was made. */
  calls(code: string): readonly string[];
  /** Called before the answer to each request is given. */
  before: (code: string) => Promise<void>;
  close(): void;
}

let temporal: DurableTemporal;
let valve: Valve;
let provider: Provider;
let house: RunningHouse;
let round = 0;

before(async () => {
  temporal = await startDurableTemporal();
  valve = await startValve();
  provider = await startProvider();
  house = await startHouse({
    temporalAddress: temporal.address,
    config: `
locale: en
registerThisMachine: false
systems:
  - { id: main-valve, kind: valve, url: "${valve.url}" }
people:
  - { id: li, name: Li, roles: [responder], phone: "+8613800000001" }
  - { id: sam, name: Sam, roles: [responder], phone: "+8613800000002" }
  - { id: wu, name: Wu, roles: [responder], phone: "+8613800000003" }
adapters:
  webhook: { caller: { url: "${provider.url}" } }
escalation:
  providers: { phone: caller }
  ladders:
    - name: all
      levels:
        - { call: [li], by: [phone], everyMinutes: 0.03 }
        - { call: [sam, wu], by: [phone], everyMinutes: 0.03 }
        - { call: [li], by: [phone], everyMinutes: 0.03 }
`,
  });
});

after(async () => {
  await house?.stop();
  provider?.close();
  valve?.stop();
  await temporal?.stop();
});

async function startProvider(): Promise<Provider> {
  const asked: { readonly id: string; readonly code: string; readonly personId: string }[] = [];
  const own: Provider = {
    url: '',
    calls: (code) => {
      const made = new Map(asked.filter((each) => each.code === code).map((each) => [each.id, each.personId]));
      return [...made.values()];
    },
    before: async () => undefined,
    close: () => void server.close(),
  };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', async () => {
      const { id, data } = callSchema.parse(JSON.parse(Buffer.concat(parts).toString('utf8')));
      asked.push({ id, code: data.incident.code, personId: data.person.id });
      await own.before(data.incident.code);
      response.writeHead(202).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('No port');
  return Object.assign(own, { url: `http://127.0.0.1:${address.port}/` });
}

/** Returns the incident's code once its alert is taken. */
async function raise(): Promise<string> {
  round += 1;
  const startsAt = new Date(Date.now() - 1_000).toISOString();
  await house.alert(valveAlert({ startsAt, instance: valve.url, group: `round-${round}` }));
  return `ZB-${round}`;
}

async function assertAllCalledOnce(code: string): Promise<void> {
  await until(async () => provider.calls(code).length >= 4, 90_000, `${code} has called all levels`);
  const { timeline } = await house.get<{ timeline: readonly { readonly text: string }[] }>(`/api/v1/incidents/${code}?locale=en`);
  const notes = timeline.filter(({ text }) => text.startsWith('Texted or phoned'));

  assert.deepEqual(provider.calls(code).toSorted(), ['li', 'li', 'sam', 'wu'], 'each was called once by each level');
  assert.ok(notes.length >= 1 && notes.length <= 3, `${notes.length} notes on the timeline`);
}

async function killAndRestart(): Promise<void> {
  await house.kill();
  await house.restart();
}

test('a kill -9 right after the alert was taken', async () => {
  const code = await raise();
  await killAndRestart();

  await assertAllCalledOnce(code);
});

test('a kill -9 while the provider has a call and its answer is not heard', async () => {
  let isAsked = (): void => undefined;
  const asked = new Promise<void>((resolve) => {
    isAsked = resolve;
  });
  provider.before = async () => {
    isAsked();
    await sleep(60_000, undefined, { ref: false });
  };
  const code = await raise();
  await asked;
  provider.before = async () => undefined;
  await killAndRestart();

  await assertAllCalledOnce(code);
});

test('a kill -9 between two levels', async () => {
  const code = await raise();
  await until(async () => provider.calls(code).length >= 1, 60_000, `${code} has called somebody`);
  await killAndRestart();

  await assertAllCalledOnce(code);
});

test('a kill -9 of Temporal between two levels', async () => {
  const code = await raise();
  await until(async () => provider.calls(code).length >= 1, 60_000, `${code} has called somebody`);
  await temporal.kill();
  await temporal.restart();

  await assertAllCalledOnce(code);
});
