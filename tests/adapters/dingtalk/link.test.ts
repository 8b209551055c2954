import assert from 'node:assert/strict';
import { it } from 'node:test';
import { DWClient } from 'dingtalk-stream';
import { createLink } from '../../../src/adapters/dingtalk/link.ts';
import { DingtalkPeer } from '../../peers/dingtalk/peer.ts';
import { realClock } from '../slack/slack-harness.ts';

function linkTo(openGateway: () => Promise<{ endpoint: string; ticket: string }>) {
  const context = { clientId: 'c', clientSecret: 's', clock: realClock, openGateway, onFrame: () => undefined, onNoise: () => undefined };
  return createLink(DWClient, context);
}

it('createLink() is closed and silent after a gateway that refuses', async () => {
  const link = linkTo(() => Promise.reject(new Error('no')));

  await assert.rejects(link.open(new AbortController().signal), /no/);
  await link.closed;

  assert.equal(link.answer('m1', {}), false);
});

it('createLink() gives up a socket that is being opened when it is told to', async () => {
  const peer = new DingtalkPeer();
  await peer.start();
  peer.sockets.hang(1);
  const abort = new AbortController();
  const link = linkTo(async () => ({ endpoint: `${peer.url.replace('http', 'ws')}/connect`, ticket: 't' }));

  const opening = link.open(abort.signal);
  setTimeout(() => abort.abort(), 50);

  await assert.rejects(opening);
  await link.closed;
  await peer.stop();
});
