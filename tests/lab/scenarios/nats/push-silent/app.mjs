/**
 * A sender of notifications: `node app.mjs PORT CONSUMER RELEASE`. Fetches a few at a time and hands them on; release 2 waits for an answer that never comes
 * before it acknowledges.
 */

import { appendFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const found = createRequire(`${process.env.LAB_LIB}/../../../package.json`).resolve('@nats-io/transport-node');
const { connect } = await import(pathToFileURL(found));
const [port, name, release] = process.argv.slice(2);
const connection = await connect({ servers: [`127.0.0.1:${port}`], name, timeout: 10_000, waitOnFirstConnect: true });
connection.subscribe(`_INBOX.${name}`, {
  callback: (_error, message) => {
    // Without a reply it is a word of the server's own about the request, not a message.
    if (message.reply === undefined || message.reply === '' || release === '2') return;
    appendFileSync(`${process.env.LAB_DIR}/${name}.sent`, 'sent\n');
    message.respond('+ACK');
  },
});
const fetchMore = () =>
  connection.publish(`$JS.API.CONSUMER.MSG.NEXT.notify.${name}`, JSON.stringify({ batch: 20, expires: 1_900_000_000 }), {
    reply: `_INBOX.${name}`,
  });
fetchMore();
setInterval(fetchMore, 1_000);
console.log('READY');
