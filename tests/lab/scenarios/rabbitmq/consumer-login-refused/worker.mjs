// node worker.mjs NAME USER PASSWORDFILE QUEUE: consumes; ends when it can't, and is started again.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/rabbit-app.mjs`)('amqplib');
const [name, username, file, queue] = process.argv.slice(2);
const { hostname, port } = new URL(process.env.RABBIT_URL);
try {
  const connection = await connect(
    { protocol: 'amqp', hostname, port: Number(port), username, password: readFileSync(file, 'utf8') },
    { clientProperties: { connection_name: name } },
  );
  connection.on('error', () => process.exit(1));
  connection.on('close', () => process.exit(1));
  const channel = await connection.createChannel();
  await channel.prefetch(20);
  await channel.consume(queue, (message) => message && channel.ack(message));
  console.log('READY');
} catch (error) {
  console.error(String(error));
  process.exit(1);
}
