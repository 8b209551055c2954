// scan-uploader: sends scans of 20 to 400 KB to contracts.scanned; logs as Serilog on .NET.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const { Producer, stringSerializers } = require('@platformatic/kafka');
const producer = new Producer({
  clientId: 'scan-uploader',
  bootstrapBrokers: process.env.BROKERS.split(','),
  retries: 0,
  serializers: stringSerializers,
});
let count = 0;
const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', ' +00:00');
const words = Array.from({ length: 4000 }, () => Math.random().toString(36)).join('');
async function upload(bytes) {
  count += 1;
  const id = `C-${70000 + count}`;
  try {
    await producer.send({
      messages: [
        { topic: 'contracts.scanned', key: id, value: words.repeat(Math.ceil(bytes / words.length)).slice(0, bytes), partition: count % 2 },
      ],
      acks: -1,
    });
    console.log(`${stamp()} [INF] Scan ${id} published to contracts.scanned (${bytes} bytes)`);
    return true;
  } catch (error) {
    const deep = JSON.stringify(error, (_key, value) =>
      typeof value === 'bigint'
        ? String(value)
        : value instanceof Error
          ? { ...value, message: value.message, errors: value.errors, cause: value.cause }
          : value,
    );
    const reason = /TOO_LARGE|too large/i.test(deep + error.message) ? 'Broker: Message size too large' : error.message;
    console.log(
      `${stamp()} [ERR] Scan ${id} could not be published (${bytes} bytes)\nConfluent.Kafka.ProduceException\`2[System.String,System.Byte[]]: ${reason}\n   at Confluent.Kafka.Producer\`2.ProduceAsync(String topic, Message\`2 message, CancellationToken cancellationToken)\n   at ScanUploader.Publisher.PublishAsync(Scan scan) in /src/ScanUploader/Publisher.cs:line 52`,
    );
    return false;
  }
}
const sizes = [20_000, 310_000, 45_000, 390_000, 30_000];
setInterval(() => void upload(sizes[count % sizes.length] + Math.floor(Math.random() * 5000)), 700);
createServer(async (_asked, answer) => {
  const ok = await upload(300_000);
  answer.writeHead(ok ? 202 : 500).end(ok ? 'accepted' : 'failed');
}).listen(Number(port()), '127.0.0.1');
function port() {
  return process.argv[2];
}
