// member-api: node server.mjs PORT DB_PORT PASSWORD_FILE
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const pg = createRequire(`${process.env.LAB_LIB}/../../../package.json`)('pg');
const [port, dbPort, file] = process.argv.slice(2);
const pool = new pg.Pool({
  host: '127.0.0.1',
  port: Number(dbPort),
  user: 'member_app',
  password: readFileSync(file, 'utf8').trim(),
  database: 'shop',
  max: 4,
  maxLifetimeSeconds: 2,
  idleTimeoutMillis: 1000,
  application_name: 'member-api',
});
pool.on('error', () => undefined);
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} [member-api] ${text}`);

createServer(async (asked, response) => {
  const say = (status, body) => {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  };
  try {
    await pool.query('select name from members where id = $1', [7]);
    log('INFO', `${asked.url} 200`);
    say(200, { status: 'ok' });
  } catch (error) {
    log('ERROR', `${asked.url} 500 database: ${error.message}`);
    say(500, { error: 'login is not possible at the moment' });
  }
}).listen(Number(port), '127.0.0.1', () => log('INFO', 'listening'));
