// settlement: consumes payments in order, commits each; a record it can't read ends the container, which is started again. Logs as Spring Kafka.

import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const { Consumer, stringDeserializers } = require('@platformatic/kafka');
const [port, skipFile] = process.argv.slice(2);
const log = (level, cls, text) =>
  console.log(
    `${new Date().toISOString().replace('Z', '+00:00')} ${level.padStart(5)} 1 --- [settlement] [ntainer#0-0-C-1] ${cls.padEnd(40)} : ${text}`,
  );
let isUp = false;
createServer((_asked, answer) => answer.writeHead(isUp ? 200 : 503).end(JSON.stringify({ status: isUp ? 'UP' : 'DOWN' }))).listen(
  Number(port),
  '127.0.0.1',
);
async function run() {
  const consumer = new Consumer({
    groupId: 'settlement',
    clientId: 'settlement-0',
    bootstrapBrokers: process.env.BROKERS.split(','),
    retries: 20,
    retryDelay: 250,
    deserializers: stringDeserializers,
  });
  const stream = await consumer.consume({
    topics: ['payments'],
    autocommit: false,
    mode: 'committed',
    fallbackMode: 'earliest',
    sessionTimeout: 10_000,
    heartbeatInterval: 1000,
  });
  log('INFO', 'o.s.k.l.KafkaMessageListenerContainer', 'settlement: partitions assigned: [payments-0, payments-1, payments-2]');
  let seen = 0;
  for await (const message of stream) {
    try {
      const { id, cents } = JSON.parse(message.value);
      isUp = true;
      seen += 1;
      if (seen % 10 === 0)
        log(
          'INFO',
          'c.example.settlement.SettlementListener',
          `settled payment ${id} cents=${cents} partition=${message.partition} offset=${message.offset}`,
        );
    } catch (_error) {
      if (existsSync(skipFile)) {
        log('WARN', 'c.example.settlement.SettlementListener', `skipped payments-${message.partition}@${message.offset}`);
        await message.commit();
        continue;
      }
      isUp = false;
      log(
        'ERROR',
        'o.s.k.l.KafkaMessageListenerContainer',
        `Consumer exception

java.lang.IllegalStateException: This error handler cannot process 'SerializationException's directly; please consider configuring an 'ErrorHandlingDeserializer' in the value and/or key deserializer
\tat org.springframework.kafka.listener.DefaultErrorHandler.handleOtherException(DefaultErrorHandler.java:198)
\tat java.base/java.lang.Thread.run(Thread.java:840)
Caused by: org.apache.kafka.common.errors.RecordDeserializationException: Error deserializing key/value for partition payments-${message.partition} at offset ${message.offset}. If needed, please seek past the record to continue consumption.
\tat org.apache.kafka.clients.consumer.internals.CompletedFetch.parseRecord(CompletedFetch.java:309)
Caused by: com.fasterxml.jackson.core.JsonParseException: Unrecognized token '${message.value.slice(0, 12)}': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')`,
      );
      await stream.close().catch(() => undefined);
      await consumer.close(true).catch(() => undefined);
      return;
    }
    await message.commit();
  }
}
for (;;) {
  await run().catch((error) => log('ERROR', 'o.apache.kafka.clients.NetworkClient', String(error)));
  log('INFO', 'c.example.settlement.Application', 'Restarting listener container in 2000 ms');
  await new Promise((later) => setTimeout(later, 2000));
}
