import assert from 'node:assert/strict';
import { it } from 'node:test';
import { createRedact, redactLog } from '../../../src/adapters/rich/redact.ts';

it('createRedact() takes out what it was told, and what looks like a secret', () => {
  const redact = createRedact(['hunter22', undefined, 'abc']);

  assert.equal(redact('password hunter22!'), 'password [secret]!');
  assert.equal(redact('token xoxb-12345-abcdef and xapp-1-A1-22-cc'), 'token [secret] and [secret]');
  assert.equal(redact('Authorization: Bearer abcdefgh12345'), 'Authorization: Bearer [secret]');
  assert.equal(redact('dial wss://x.example/link/?ticket=1&id=2 failed'), 'dial wss://x.example/link/?[secret] failed');
  assert.equal(redact('abc'), 'abc');
});

it('redactLog() cleans the message and every field', () => {
  const lines: string[] = [];
  const write = (fields: Readonly<Record<string, unknown>>, message: string) => void lines.push(JSON.stringify({ ...fields, message }));
  const log = redactLog({ info: write, warn: write, error: write }, createRedact(['hunter22']));

  log.info({ a: 'hunter22', n: 1 }, 'ok');
  log.warn({ inner: { deep: 'hunter22' } }, 'hunter22');
  log.error({ error: new Error('hunter22') }, 'ok');

  assert.equal(lines.length, 3);
  assert.ok(!lines.join().includes('hunter22'));
  assert.ok(lines[0]?.includes('"n":1'));
});
