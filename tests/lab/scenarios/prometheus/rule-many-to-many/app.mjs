import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, flag] = process.argv.slice(2);
createServer((_asked, response) => {
  const lines = ['# TYPE app_load gauge'];
  for (const node of ['n1', 'n2', 'n3']) {
    lines.push(`app_load{node="${node}"} ${(1 + Math.random()).toFixed(2)}`, `node_owner_info{node="${node}",team="payments"} 1`);
  }
  // The node changed its team, and the old owner is still written down.
  if (existsSync(flag)) lines.push('node_owner_info{node="n2",team="search"} 1');
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(`${lines.join('\n')}\n`);
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
