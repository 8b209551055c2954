import { createServer } from 'node:http';

const [path, mask] = process.argv.slice(2);
process.umask(Number.parseInt(mask, 8));
const log = (line) => console.log(`${new Date().toISOString()} ${line}`);
createServer((_, response) => response.end('shop')).listen(path, () => log(`INFO app listening on ${path}`));
process.on('SIGTERM', () => process.exit(0));
