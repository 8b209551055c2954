import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LiveConnection, type LiveMessage, type LiveState, readLiveMessage } from '../../../src/console/live/live-connection.ts';

interface Line {
  readonly headers: Headers;
  readonly send: (text: string) => void;
  readonly cut: () => void;
}

/** A server whose lines the test holds in its hands; `answers` come first, then lines. */
function openLines(answers: (() => Promise<Response>)[] = []) {
  const lines: Line[] = [];
  const heard: LiveMessage[] = [];
  const states: LiveState[] = [];
  const counts = { returns: 0, unauthorized: 0 };
  let wake: () => void = () => {};
  const connection = new LiveConnection({
    url: '/events',
    fetch: async (_url, init) => {
      const answer = answers.shift();
      if (answer) return answer();
      const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
      const writer = writable.getWriter();
      lines.push({
        headers: new Headers(init?.headers),
        send: (text) => void writer.write(new TextEncoder().encode(text)),
        cut: () => void writer.close(),
      });
      wake();
      return new Response(readable);
    },
    onMessage: (message) => {
      heard.push(message);
      wake();
    },
    onReturn: () => {
      counts.returns += 1;
      wake();
    },
    onState: (state) => {
      states.push(state);
      wake();
    },
    onUnauthorized: () => {
      counts.unauthorized += 1;
      wake();
    },
  });
  async function until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }
  return { connection, lines, heard, states, counts, until };
}

test('LiveConnection hears events and goes on after a cut where it was', async () => {
  const { connection, lines, heard, states, counts, until } = openLines();
  connection.open();
  await until(() => states.includes('live'));

  lines[0]?.send('id: 41\nevent: plan\ndata: {"seq":41,"incidentId":"inc_1","payload":{"planId":"plan_1"}}\n\n');
  await until(() => heard.length === 1);
  lines[0]?.cut();
  await until(() => states.at(-1) === 'retrying');
  connection.hurry();
  await until(() => counts.returns === 1);

  assert.deepEqual(heard, [{ kind: 'plan', incidentId: 'inc_1', mentions: ['inc_1', 'plan_1'] }]);
  assert.equal(lines[0]?.headers.get('last-event-id'), null);
  assert.equal(lines[1]?.headers.get('last-event-id'), '41');
  assert.deepEqual(states, ['connecting', 'live', 'retrying', 'live']);
  connection.close();
});

test('LiveConnection retries by itself when the server is away', async () => {
  const { connection, states, until } = openLines([
    () => Promise.reject(new TypeError('refused')),
    async () => new Response('busy', { status: 503 }),
  ]);

  connection.open();
  await until(() => states.at(-1) === 'live');

  assert.deepEqual(states, ['connecting', 'retrying', 'live']);
  connection.close();
});

test('LiveConnection gives up when the session has ended', async () => {
  const { connection, states, counts, until } = openLines([async () => new Response(null, { status: 401 })]);

  connection.open();
  await until(() => counts.unauthorized === 1);

  assert.equal(states.at(-1), 'closed');
});

test('readLiveMessage() collects the ids that an event speaks of, and refuses what is no object', () => {
  assert.deepEqual(readLiveMessage('message', '{"incidentId":null,"payload":{"messageId":"msg_1","n":3}}'), {
    kind: 'message',
    incidentId: null,
    mentions: ['msg_1'],
  });
  assert.equal(readLiveMessage('message', 'not json'), null);
  assert.equal(readLiveMessage('message', '7'), null);
});
