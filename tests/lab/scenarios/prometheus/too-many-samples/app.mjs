import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, flag] = process.argv.slice(2);
let served = 0;
createServer((asked, response) => {
  served += 1;
  if (asked.url !== '/metrics') return response.end('ok');
  const lines = ['# TYPE cart_requests_total counter'];
  for (const code of [200, 201, 400, 404, 500])
    for (const path of ['/cart', '/cart/items', '/checkout']) {
      if (!existsSync(flag)) lines.push(`cart_requests_total{path="${path}",code="${code}"} ${served * code}`);
      else
        for (let user = 10_000; user < 10_200; user += 1)
          lines.push(`cart_requests_total{path="${path}",code="${code}",user_id="u-${user}"} ${served}`);
    }
  response.setHeader('content-type', 'text/plain; version=0.0.4');
  response.end(`${lines.join('\n')}\n`);
}).listen(Number(port), '127.0.0.1', () => console.log('READY'));
