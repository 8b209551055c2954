import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((_req, res) =>
  setTimeout(() => {
    if (existsSync(process.env.USED_UP)) res.end('{"status":"0","info":"USER_DAILY_QUERY_OVER_LIMIT","infocode":"10044"}');
    else res.end('{"status":"1","info":"OK","infocode":"10000","geocodes":[{"location":"121.47,31.23"}]}');
  }, 30),
).listen(Number(process.env.PORT), '127.0.0.1');
