/** `zhiban plugin test plugins/irc`: the contract of chats, spoken on a real ngIRCd. */

import { join } from 'node:path';
import { after } from 'node:test';
import { describePlugin } from 'zhiban/plugin/testing';
import { startNgircd } from './ngircd.ts';
import { prepareIrc } from './peer.ts';

const server = await startNgircd();
after(() => server.stop());

await describePlugin(join(import.meta.dirname, '..'), {
  config: { server: '127.0.0.1', port: server.port, tls: false, channels: ['#ops'], identity: 'mask' },
  chat: { prepare: () => prepareIrc(server) },
});
