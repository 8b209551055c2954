import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
createServer((asked, response) => {
  const forced = existsSync(`${process.env.LAB_DIR}/force-https`);
  if (forced && asked.headers['x-forwarded-proto'] !== 'https') {
    say('INFO', `${asked.method} ${asked.url} 301 to its https address, x-forwarded-proto=${asked.headers['x-forwarded-proto'] ?? '-'}`);
    response.writeHead(301, { location: asked.url ?? '/' });
    return response.end();
  }
  say('INFO', `${asked.method} ${asked.url} 200`);
  response.end('<form>login</form>');
}).listen(Number(port), '127.0.0.1', () => say('INFO', 'login-web listening'));
