/** Serves pictures. `node avatar-svc.mjs PORT FOLDER` */
import { close, fstat, mkdirSync, open, read, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, folder] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
for (let id = 1; id <= 50; id += 1) writeFileSync(`${folder}/${id}.png`, Buffer.alloc(4_000, id));
const log = (level, text) => console.log(`${new Date().toISOString()} ${level} avatar-svc ${text}`);
createServer((asked, response) => {
  const path = `${folder}/${/^\/avatar\/(\d+\.png)$/.exec(asked.url ?? '')?.[1]}`;
  const failed = (error) => {
    log('error', `GET ${asked.url} 500 ${error.message}`);
    response.writeHead(500).end();
  };
  open(path, 'r', (error, fd) => {
    if (error) return failed(error);
    fstat(fd, (_, stat) => {
      const etag = `"${stat.size}-${Math.trunc(stat.mtimeMs)}"`;
      // Returns before the file is closed.
      if (asked.headers['if-none-match'] === etag) return response.writeHead(304).end();
      read(fd, Buffer.alloc(stat.size), 0, stat.size, 0, (_, __, bytes) => {
        close(fd, () => response.writeHead(200, { etag, 'content-type': 'image/png' }).end(bytes));
      });
    });
  });
}).listen(Number(port), '127.0.0.1', () => log('info', `listening on ${port}, ${folder}`));
