import { createServer } from 'node:http';

createServer((_req, res) => setTimeout(() => res.end('{"USD":1.08}'), 50)).listen(Number(process.env.PORT), '127.0.0.1');
