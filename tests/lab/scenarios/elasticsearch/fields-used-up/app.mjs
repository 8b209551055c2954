/**
 * The tracker: `node app.mjs` sends an event four times a second to $ELASTIC; once $LAB_DIR/release is there, every second one has a field that
 * is named after its customer. `node app.mjs one` sends one with a new field, and fails when it is refused; `node app.mjs fill` sends until none is taken.
 */
import { existsSync, readFileSync } from 'node:fs';

const login = Buffer.from(`${process.env.ELASTIC_LOGIN}:${readFileSync(`${process.env.LAB_DIR}/password`, 'utf8')}`).toString('base64');
const say = (text) => console.log(`${new Date().toISOString()} ${text}`);
async function send(event) {
  const answer = await fetch(new URL('/shop-events/_doc', process.env.ELASTIC), {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Basic ${login}` },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(10_000),
  });
  if (answer.ok) return true;
  const { error } = await answer.json();
  say(
    `ERROR event ${event.type} refused by events-search: ${answer.status} ${error?.type}: ${error?.reason} ${error?.caused_by?.reason ?? ''}`,
  );
  return false;
}
const customer = () => `customer_${Math.floor(Math.random() * 1e9)}`;
const scored = (count) => ({
  '@timestamp': new Date().toISOString(),
  type: 'score',
  scores: Object.fromEntries(Array.from({ length: count }, () => [customer(), Math.floor(Math.random() * 100)])),
});

if (process.argv[2] === 'one') process.exit((await send(scored(1))) ? 0 : 1);
if (process.argv[2] === 'fill') {
  for (const size of [40, 20, 10, 5, 2, 1, 1]) while (await send(scored(size)));
  process.exit(0);
}
let count = 0;
setInterval(() => {
  count += 1;
  const isReleased = existsSync(`${process.env.LAB_DIR}/release`);
  const event =
    isReleased && count % 2 === 0 ? scored(83) : { '@timestamp': new Date().toISOString(), type: 'view', page: count % 50, ms: 12 };
  void send(event).catch((error) => say(`ERROR ${error.message}`));
}, 250);
say('READY');
