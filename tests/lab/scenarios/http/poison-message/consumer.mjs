// price-consumer, a Go program in small: reads price changes in order and stores its offset. A message without a price ends it.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';

const { LOG, TOPIC, OFFSET } = process.env;
const say = (level, msg, rest = '') =>
  appendFileSync(LOG, `time=${new Date().toISOString()} level=${level} msg="${msg}" topic=price-changes ${rest}\n`);
let at = Number(readFileSync(OFFSET, 'utf8'));
say('INFO', 'consumer starting', `group=price-consumer resume_offset=${at}`);
setInterval(() => {
  const lines = readFileSync(TOPIC, 'utf8').trim().split('\n');
  for (; at < lines.length; at += 1) {
    const m = JSON.parse(lines[at]);
    if (m.price === null) {
      appendFileSync(
        LOG,
        `panic: runtime error: invalid memory address or nil pointer dereference\n[signal SIGSEGV: segmentation violation code=0x1 addr=0x0 pc=0x7d41c6]\n\ngoroutine 34 [running]:\nmain.(*Consumer).applyPrice(0xc0001b2000, {0xc00031c0a0, 0x${at.toString(16)}})\n\t/src/cmd/price-consumer/consumer.go:88 +0x66\nmain.(*Consumer).Run(0xc0001b2000, {0x9a41e8, 0xc0000b4000})\n\t/src/cmd/price-consumer/consumer.go:51 +0x1a5\ncreated by main.main in goroutine 1\n\t/src/cmd/price-consumer/main.go:39 +0x2f8\nexit status 2\n`,
      );
      process.exit(2);
    }
    say('INFO', 'price applied', `offset=${at} sku=${m.sku} price=${m.price}`);
    writeFileSync(OFFSET, String(at + 1));
  }
}, 300);
setInterval(() => {
  const n = readFileSync(TOPIC, 'utf8').trim().split('\n').length;
  say('DEBUG', 'lag', `lag=${n - at}`);
}, 2000);
