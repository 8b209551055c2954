// report-spans.mjs OTLP SCENE: what the services of tests/systems/jaeger/scenes.ts would report in that scene, up to now.

import { otlpOf } from '../../support/jaeger.ts';
import { spansOf } from '../../systems/jaeger/scenes.ts';

const [, , address = '', scene = ''] = process.argv;
const answer = await fetch(`${address}/v1/traces`, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ resourceSpans: spansOf(scene, Date.now()).map(otlpOf) }),
});
if (!answer.ok) throw new Error(`Jaeger refused the spans: ${await answer.text()}`);
