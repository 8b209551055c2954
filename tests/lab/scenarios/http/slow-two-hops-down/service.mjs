import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

// A service: takes as long as its file says, then asks those behind it; those after "optional" may fail.
const [port, name, work, ...given] = process.argv.slice(2);
const at = given.indexOf('optional');
const needed = at < 0 ? given : given.slice(0, at);
const optional = at < 0 ? [] : given.slice(at + 1);
const ask = async (to) => {
  const answer = await fetch(`http://127.0.0.1:${to}/health`, { signal: AbortSignal.timeout(8_000) }).catch(() => null);
  await answer?.text();
  return answer?.ok === true;
};

createServer(async (_, response) => {
  const [status, ms] = readFileSync(work, 'utf8').trim().split(' ').map(Number);
  await new Promise((resolve) => setTimeout(resolve, ms));
  const all = await Promise.all(needed.map(ask));
  await Promise.all(optional.map(ask));
  response.writeHead(all.every(Boolean) ? status : 502, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ service: name }));
}).listen(Number(port), '127.0.0.1');
