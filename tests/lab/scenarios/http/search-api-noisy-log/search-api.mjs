import { createServer } from 'node:http';

const log = (level, text) => console.log(`[${new Date().toISOString()}] ${level.padEnd(5)} search-api: ${text}`);
log('INFO', 'search-api 12.4.0 listening');
log('WARN', '(node:1) [DEP0040] DeprecationWarning: The `punycode` module is deprecated. Please use a userland alternative instead.');
let n = 0;
createServer((asked, answer) => {
  n += 1;
  const url = new URL(asked.url, 'http://x');
  if (url.pathname === '/healthz') return void answer.end('{"status":"ok"}');
  if (!url.searchParams.get('q')) {
    log('ERROR', `ValidationError: "q" is required (client error, answered 400) user-agent=SemrushBot`);
    answer.writeHead(400);
    return void answer.end('{"error":"q is required"}');
  }
  if (n % 9 === 0) log('WARN', `suggest: attempt 1 took longer than 50 ms, hedged request sent; attempt 2 succeeded after 11 ms`);
  if (n % 5 === 0) log('INFO', `GET /search?q=${url.searchParams.get('q')} 200 ${4 + (n % 6)} ms`);
  answer.end('{"hits":[]}');
}).listen(Number(process.argv[2]), '127.0.0.1');
