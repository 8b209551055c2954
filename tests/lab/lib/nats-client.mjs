/**
 * An application of NATS: node nats-client.mjs PORT NAME WHAT [ARGUMENT…], prints READY once it is done or well under way.
 *   hold N                       opens N connections and keeps them
 *   make STREAM CONFIG           makes a stream; CONFIG as JSON
 *   consumer STREAM NAME CONFIG  makes a durable consumer
 *   publish SUBJECT N [BYTES]    waits for each to be taken or refused; ends with 1 when the last was refused
 *   take STREAM CONSUMER N       fetches N messages and never acknowledges them
 *   produce SUBJECT N            publishes N a second for ever
 *   work STREAM CONSUMER [MS]    fetches and acknowledges for ever, each message MS milliseconds after it came
 *   waiting STREAM CONSUMER      prints how many messages of the stream were not delivered to it yet
 *   limits STREAM CONSUMER       prints the configuration of a consumer
 *   show STREAM                  prints the configuration of a stream
 */
import { connect } from '@nats-io/transport-node';

const [port, name, what, ...given] = process.argv.slice(2);
const open = () => connect({ servers: [`127.0.0.1:${port}`], name, timeout: 10_000, waitOnFirstConnect: true });
const connection = await open();
const api = async (request, body) => {
  const answer = (await connection.request(`$JS.API.${request}`, body ?? '', { timeout: 10_000 })).json();
  if (answer.error !== undefined) throw new Error(JSON.stringify(answer.error));
  return answer;
};
const ready = () => process.stdout.write('READY\n');

if (what === 'hold') {
  for (let held = 1; held < Number(given[0]); held += 1) await open();
  ready();
}
if (what === 'make')
  await api(`STREAM.CREATE.${given[0]}`, JSON.stringify({ name: given[0], subjects: [`${given[0]}.>`], ...JSON.parse(given[1]) }));
if (what === 'consumer') {
  const [stream, durable, config] = given;
  const wanted = { durable_name: durable, ack_policy: 'explicit', ...JSON.parse(config) };
  await api(`CONSUMER.DURABLE.CREATE.${stream}.${durable}`, JSON.stringify({ stream_name: stream, config: wanted }));
}
if (what === 'publish') {
  const message = given[2] === undefined ? 'order' : 'x'.repeat(Number(given[2]));
  let last = {};
  for (let sent = 0; sent < Number(given[1]); sent += 1) last = (await connection.request(given[0], message, { timeout: 10_000 })).json();
  process.exitCode = last.error === undefined ? 0 : 1;
}
if (what === 'produce') {
  ready();
  setInterval(() => connection.publish(given[0], 'order'), 1_000 / Number(given[1]));
}
if (what === 'waiting' || what === 'limits') {
  const { num_pending: waiting, config } = await api(`CONSUMER.INFO.${given[0]}.${given[1]}`);
  process.stdout.write(`${what === 'waiting' ? waiting : JSON.stringify(config)}\n`);
}
if (what === 'show') process.stdout.write(`${JSON.stringify((await api(`STREAM.INFO.${given[0]}`)).config)}\n`);
if (what === 'take' || what === 'work') {
  const [stream, consumer, count] = given;
  let taken = 0;
  connection.subscribe('_INBOX.taken', {
    callback: (_error, message) => {
      taken += 1;
      if (what === 'work') setTimeout(() => message.respond('+ACK'), Number(count ?? 0));
      if (what === 'take' && taken === Number(count)) ready();
    },
  });
  const fetchMore = () =>
    connection.publish(
      `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
      JSON.stringify({ batch: what === 'take' ? Number(count) : 100 }),
      {
        reply: '_INBOX.taken',
      },
    );
  fetchMore();
  if (what === 'work') {
    ready();
    setInterval(fetchMore, 500);
  }
}
if (['make', 'consumer', 'publish', 'show', 'waiting', 'limits'].includes(what)) await connection.close();
