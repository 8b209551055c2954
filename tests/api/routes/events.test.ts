import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { formatEvent } from '../../../src/api/routes/events.ts';
import { bearer, type Harness, startHarness, tenantId, tokens } from '../harness.ts';

let harness: Harness;
let url: string;

before(async () => {
  harness = await startHarness();
  url = await harness.listen();
});
after(() => harness.close());

interface Reader {
  /** The blocks that came, once there are this many. */
  blocks(count: number): Promise<readonly string[]>;
  close(): void;
}

async function open(headers: Record<string, string> = {}): Promise<Reader> {
  const abort = new AbortController();
  const response = await fetch(`${url}/api/v1/events`, { headers: { ...bearer(tokens.viewer), ...headers }, signal: abort.signal });
  assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');
  assert.ok(response.body !== null);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async blocks(count) {
      for (;;) {
        const found = text.split('\n\n').filter((block) => block.startsWith('id: '));
        if (found.length >= count && text.endsWith('\n\n')) return found;
        const { value, done } = await reader.read();
        if (done) return found;
        text += value;
      }
    },
    close: () => abort.abort(),
  };
}

function emit(name: string): Promise<void> {
  return harness.store.forTenant(tenantId).events.emit('incident', 'inc_1', { name });
}

test('GET /events tells what is committed, as it is committed, to everybody', async () => {
  const [one, other] = [await open(), await open()];

  await emit('first');

  for (const reader of [one, other]) {
    const [block = ''] = await reader.blocks(1);
    assert.match(block, /^id: \d+\nevent: incident\ndata: \{.*"name":"first".*\}$/);
    reader.close();
  }
});

test('GET /events goes on where the reader was', async () => {
  const { events } = harness.store.forTenant(tenantId);
  await emit('missed-one');
  const seq = await events.latestSeq();
  await emit('missed-two');

  const reader = await open({ 'last-event-id': String(seq) });
  const [block = ''] = await reader.blocks(1);
  reader.close();

  assert.match(block, new RegExp(`^id: ${seq + 1}\\n`));
  assert.match(block, /missed-two/);
});

test('GET /events starts from now without a last event', async () => {
  await emit('before');
  const reader = await open();
  await emit('after');

  const [block = ''] = await reader.blocks(1);
  reader.close();

  assert.match(block, /"after"/);
});

test('GET /events keeps at most forty lines of one person', async () => {
  const readers: Reader[] = [];
  for (let count = 0; count < 40; count += 1) readers.push(await open());

  const refused = await fetch(`${url}/api/v1/events`, { headers: bearer(tokens.viewer) });
  const other = await fetch(`${url}/api/v1/events`, { headers: bearer(tokens.admin), signal: AbortSignal.timeout(5_000) });
  await other.body?.cancel();
  for (const reader of readers) reader.close();

  assert.equal(refused.status, 429);
  assert.equal(other.status, 200);
});

test('GET /events ends when the API closes', async () => {
  const own = await startHarness({ store: harness.store });
  const address = await own.listen();
  const response = await fetch(`${address}/api/v1/events`, { headers: bearer(tokens.admin) });

  await own.app.close();

  assert.match(await response.text(), /^retry: 2000/);
});

test('formatEvent() is one block with number, kind and data', () => {
  const text = formatEvent({ seq: 7, kind: 'plan', incidentId: null, payload: { text: 'a\nb' } });

  assert.equal(text, 'id: 7\nevent: plan\ndata: {"seq":7,"kind":"plan","incidentId":null,"payload":{"text":"a\\nb"}}\n\n');
});
