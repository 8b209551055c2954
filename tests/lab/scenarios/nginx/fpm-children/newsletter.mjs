import { createServer } from 'node:http';

createServer((_req, res) => setTimeout(() => res.end('{}'), 60)).listen(Number(process.env.PORT), '127.0.0.1');
