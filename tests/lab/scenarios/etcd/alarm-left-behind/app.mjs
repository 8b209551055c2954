// config-api: writes settings to etcd by its gateway; logs as logrus does.
import { createServer } from 'node:http';

const [etcdPort, port] = process.argv.slice(2);
const base64 = (text) => Buffer.from(text).toString('base64');
async function set(name) {
  const stamp = new Date().toISOString().replace(/\.\d+/, '');
  try {
    const answer = await fetch(`http://127.0.0.1:${etcdPort}/v3/kv/put`, {
      method: 'POST',
      body: JSON.stringify({ key: base64(`/config/${name}`), value: base64(`v-${Date.now()}`) }),
      signal: AbortSignal.timeout(2000),
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.error ?? String(answer.status));
    console.log(`time="${stamp}" level=info msg="config saved" key=/config/${name} revision=${said.header.revision}`);
    return true;
  } catch (error) {
    console.log(
      `time="${stamp}" level=error msg="could not save config" key=/config/${name} error="rpc error: code = ResourceExhausted desc = ${error.message}"`,
    );
    return false;
  }
}
let count = 0;
setInterval(() => {
  count += 1;
  void set(`service-${count % 30}/timeout`);
}, 400);
createServer(async (_asked, answer) => {
  const ok = await set('probe');
  answer.writeHead(ok ? 200 : 500).end(ok ? 'ok' : 'error');
}).listen(Number(port), '127.0.0.1');
