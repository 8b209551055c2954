// A robot of a chat, and the ticket system: `node app.mjs ROBOT_PORT TICKETS_PORT TOKEN_FILE`.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [robot, tickets, file] = process.argv.slice(2);
const take = (name, allowed) => (asked, answer) => {
  asked.resume();
  asked.on('end', () => {
    const ok = allowed(asked.headers.authorization ?? '');
    console.log(`${new Date().toISOString()} ${name} POST ${asked.url} ${ok ? 200 : 401}`);
    answer
      .writeHead(ok ? 200 : 401, { 'content-type': 'application/json' })
      .end(ok ? '{"errcode":0}' : '{"errcode":40014,"errmsg":"invalid access_token"}');
  });
};
createServer(take('robot', (given) => given === `Bearer ${readFileSync(file, 'utf8').trim()}`)).listen(Number(robot), '127.0.0.1');
createServer(take('tickets', () => true)).listen(Number(tickets), '127.0.0.1');
