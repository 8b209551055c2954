/**
 * Records what a real Jaeger answers to every look in every scene: `node scripts/build-jaeger.ts`, then
 * `node tests/systems/jaeger/record-answers.ts`. A Jaeger of its own takes the spans of each scene over OTLP; the looks ask it through a
 * proxy that writes down what they ask and what they get.
 */

import { writeFileSync } from 'node:fs';
import { brotliCompressSync, constants } from 'node:zlib';
import { jaegerKind } from '../../../src/systems/jaeger/system.ts';
import { contextOf } from '../../contracts/system.ts';
import { startJaeger } from '../../support/jaeger.ts';
import { startSite } from '../http/site.ts';
import { type Answer, answersPath, clockAt } from './recorded.ts';
import { scenes, spansOf } from './scenes.ts';

const recordedAtMs = Math.floor(Date.now() / 1_000) * 1_000;
const answers: Answer[] = [];
for (const scene of scenes) await record(scene, 'v1');
for (const scene of ['slow-query', 'instance-fails']) await record(scene, 'v3');
// The hour before is the same in every scene.
const bodies = [...new Set(answers.map(({ body }) => body))];
const kept = new Map(answers.map(({ body, ...rest }) => [`${rest.scene} ${rest.asked}`, { ...rest, body: bodies.indexOf(body) }]));
const told = { product: 'Jaeger', version: 'v1.62.0', recordedAtMs, bodies, answers: [...kept.values()] };
const params = { [constants.BROTLI_PARAM_LGWIN]: 24, [constants.BROTLI_PARAM_QUALITY]: 11 };
writeFileSync(answersPath, brotliCompressSync(JSON.stringify(told), { params }));
console.log(`${String(kept.size)} answers in ${answersPath}`);

async function record(scene: string, api: 'v1' | 'v3'): Promise<void> {
  const jaeger = await startJaeger();
  if (jaeger === null) throw new Error('There is no Jaeger: run `node scripts/build-jaeger.ts`');
  const proxy = await startSite((request, response) => {
    void (async () => {
      const asked = request.url ?? '';
      const base = asked.startsWith('/metrics') ? jaeger.adminUrl : jaeger.url;
      const answer = await fetch(base + asked);
      const body = asked.startsWith('/metrics') ? collectorLines(await answer.text()) : await answer.text();
      answers.push({ scene, asked, status: answer.status, body });
      response.writeHead(answer.status).end(body);
    })();
  });
  try {
    await jaeger.push(spansOf(scene, recordedAtMs));
    const clock = clockAt(recordedAtMs);
    const entry = jaegerKind.entry.parse({ id: 'traces', kind: 'jaeger', url: proxy.url, adminUrl: proxy.url, api });
    const client = jaegerKind.connect(entry, { clock, resolveSecret: () => '' });
    for (const probe of jaegerKind.probes) {
      const look = await probe.look(client, probe.parameters.parse({}), { ...contextOf(entry, 20_000), clock, aboutMs: recordedAtMs });
      if (look.status !== 'ok') throw new Error(`${scene}: ${probe.name}: ${look.reason ?? ''}`);
    }
    await client.close();
  } finally {
    await proxy.stop();
    await jaeger.stop();
  }
}

/** What is not read is left out. */
function collectorLines(metrics: string): string {
  return metrics
    .split('\n')
    .filter((line) => /^(jaeger_collector_(spans|queue)|process_start)/.test(line))
    .join('\n');
}
