import { createServer } from 'node:http';

const [port, address] = process.argv.slice(2);
createServer((_asked, response) => response.end('{"status":"ok"}')).listen(Number(port), address, () => console.log('READY'));
