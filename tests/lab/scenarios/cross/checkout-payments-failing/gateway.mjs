/** The gateway; takes up a new certificate at SIGHUP. `node gateway.mjs PORT` */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';

const own = () => ({ cert: readFileSync(`${process.env.LAB_DIR}/gateway.pem`), key: readFileSync(`${process.env.LAB_DIR}/gateway.key`) });
const server = createServer(own(), (_, response) => response.end('{"result":"authorised"}'));
process.on('SIGHUP', () => {
  server.setSecureContext(own());
  console.log(`${new Date().toISOString()} INFO pay-gateway certificate loaded`);
});
server.listen(Number(process.argv[2]), '127.0.0.1', () => console.log(`${new Date().toISOString()} INFO pay-gateway listening`));
