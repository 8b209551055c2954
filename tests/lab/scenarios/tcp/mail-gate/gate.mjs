// The mail gateway: PORT CERTIFICATE KEY. Speaks first, over TLS.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:tls';

const [port, cert, key] = process.argv.slice(2);
const server = createServer({ cert: readFileSync(cert), key: readFileSync(key) }, (socket) => {
  socket.on('error', () => undefined);
  socket.write('220 mail-gate.internal ESMTP ready\r\n');
  socket.on('data', (line) => socket.write(line.toString().startsWith('QUIT') ? '221 bye\r\n' : '250 ok\r\n'));
});
server.on('tlsClientError', (error) => console.log(`${new Date().toISOString()} TLS handshake: ${error.message}`));
server.listen(Number(port), '127.0.0.1', () => console.log('READY'));
