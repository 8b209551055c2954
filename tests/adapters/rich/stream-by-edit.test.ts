import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Outgoing, PostOptions } from '../../../src/adapters/contract.ts';
import { richToPlainText } from '../../../src/adapters/rich/plain-text.ts';
import { streamByEdit } from '../../../src/adapters/rich/stream-by-edit.ts';
import { paragraph } from '../../../src/domain/card.ts';
import { options } from '../../contracts/adapter-peer.ts';

const place = { adapter: 'x', workspace: 'w', channel: 'c' };

function world() {
  const said: string[] = [];
  const textOf = (outgoing: Outgoing): string => ('rich' in outgoing ? richToPlainText(outgoing.rich) : '');
  const adapter = {
    post: async (_place: unknown, outgoing: Outgoing, { idempotencyKey }: PostOptions) => {
      said.push(`post ${idempotencyKey}: ${textOf(outgoing)}`);
      return { place, id: idempotencyKey };
    },
    edit: async (message: { readonly id: string }, outgoing: Outgoing) => {
      said.push(`edit ${message.id}: ${textOf(outgoing)}`);
      return { place, id: message.id };
    },
  };
  return { said, streaming: streamByEdit(adapter, () => 7) };
}

it('streamByEdit() posts once and edits, with a note until it is done', async () => {
  const { said, streaming } = world();

  const streamed = await streaming.start(place, [paragraph('One.')], options('begun'));
  await streaming.update(streamed, [paragraph('One. Two.')], options('begun'));
  const sent = await streaming.finish(streamed, [paragraph('All.')], options('line'));

  assert.deepEqual(
    said.map((each) => each.replace(/\s+/g, ' ')),
    [`post begun: One. ${note()}`, `edit begun: One. Two. ${note()}`, 'edit begun: All.'],
  );
  assert.deepEqual([streamed.startedMs, sent.id], [7, 'begun']);
});

it('streamByEdit() says below what is too long for one message', async () => {
  const { said, streaming } = world();
  const streamed = await streaming.start(place, [paragraph('One.')], options('begun'));

  await streaming.update(streamed, [paragraph('long '.repeat(600))], options('begun'));
  const sent = await streaming.finish(streamed, [paragraph('long '.repeat(600))], options('line'));

  assert.equal(sent.id, 'line');
  assert.match(said[1] ?? '', /^edit begun: .*(?:below|下方)/);
  assert.match(said[2] ?? '', /^post line: long long/);
  assert.equal(said.length, 3);
});

function note(): string {
  return options('x').locale === 'en' ? '(still writing …)' : '（还在写……）';
}
