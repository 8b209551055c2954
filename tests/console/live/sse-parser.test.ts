import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSseParser, type ServerEvent } from '../../../src/console/live/sse-parser.ts';

function parse(chunks: readonly string[]): ServerEvent[] {
  const events: ServerEvent[] = [];
  const feed = createSseParser((event) => events.push(event));
  for (const chunk of chunks) feed(chunk);
  return events;
}

const stream = 'retry: 2000\n\n: hello\n\nid: 7\nevent: incident\ndata: {"a":1}\n\nid: 8\ndata: one\ndata: two\n\n';
const expected = [
  { id: '7', name: 'incident', text: '{"a":1}' },
  { id: '8', name: 'message', text: 'one\ntwo' },
];

test('createSseParser() reads whole events and passes over comments', () => {
  assert.deepEqual(parse([stream]), expected);
});

test('createSseParser() reads the same from any cut and any line ending', () => {
  for (const text of [stream, stream.replaceAll('\n', '\r\n'), stream.replaceAll('\n', '\r')]) {
    for (const size of [1, 2, 3, 7]) {
      const chunks = Array.from({ length: Math.ceil(text.length / size) }, (_, index) => text.slice(index * size, index * size + size));
      assert.deepEqual(parse([...chunks, ':\n']), expected);
    }
  }
});

test('createSseParser() keeps an unfinished event back', () => {
  assert.deepEqual(parse(['id: 9\ndata: half\n']), []);
});
