import { createServer } from 'node:http';

const [port] = process.argv.slice(2);
const say = (level, text) => console.log(`${new Date().toISOString()} ${level} ${text}`);
createServer((asked, response) => {
  if (asked.url === '/export/all-orders') {
    say('INFO', 'GET /export/all-orders started');
    const rows = [];
    const more = () => {
      for (let at = 0; at < 30_000; at += 1) rows.push({ order: rows.length, customer: `customer ${rows.length}`, items: [at, at + 1] });
      say('INFO', `export: ${rows.length} rows in memory`);
      setTimeout(more, 50);
    };
    more();
    return;
  }
  const known = asked.url === '/health' || asked.url?.startsWith('/export/') === true;
  response.writeHead(known ? 200 : 404);
  response.end('{"status":"ok"}');
}).listen(Number(port), '127.0.0.1', () => say('INFO', 'export-api listening'));
