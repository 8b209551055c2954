// node mailer.mjs SUBJECT: acknowledges what is delivered there.
import { createRequire } from 'node:module';

const { connect } = createRequire(`${process.env.LAB_LIB}/nats-client.mjs`)('@nats-io/transport-node');
const connection = await connect({ servers: [`127.0.0.1:${process.env.LAB_PORT_1}`], name: 'svc-mailer', waitOnFirstConnect: true });
connection.subscribe(process.argv[2], { callback: (_error, message) => message.respond('+ACK') });
await connection.flush();
console.log('READY');
