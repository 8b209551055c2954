// report: `app.mjs PORT LIMIT_FILE`; its queries run with the max_memory_usage of that file. Logs as Python's logging.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';

const [port, file] = process.argv.slice(2);
const auth = `Basic ${Buffer.from(`${process.env.CH_LOGIN}:${readFileSync(`${process.env.LAB_DIR}/password`, 'utf8')}`).toString('base64')}`;
const stamp = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
async function ask(name, sql) {
  const begun = Date.now();
  try {
    const answer = await fetch(`${process.env.CH_URL}/?max_memory_usage=${readFileSync(file, 'utf8').trim()}`, {
      method: 'POST',
      headers: { authorization: auth },
      body: sql,
      signal: AbortSignal.timeout(8000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(text.trim());
    console.log(`${stamp()} INFO [report.dashboards] ${name} rendered in ${Date.now() - begun} ms`);
    return true;
  } catch (error) {
    console.log(
      `${stamp()} ERROR [report.dashboards] ${name} failed\nTraceback (most recent call last):\n  File "/app/report/dashboards.py", line 88, in render\n    rows = client.execute(sql)\n  File "/usr/local/lib/python3.9/site-packages/clickhouse_driver/client.py", line 367, in execute\n    rv = self.process_ordinary_query(\nclickhouse_driver.errors.ServerException: ${error.message}`,
    );
    return false;
  }
}
const funnel = 'select count() from (select user, uniqExact(session) as sessions from events group by user) where sessions > 1';
setInterval(() => void ask('funnel', funnel), 3000);
setInterval(() => void ask('today', 'select count() from events where user < 100'), 1000);
createServer(async (_asked, answer) => {
  const ok = await ask('funnel', funnel);
  answer.writeHead(ok ? 200 : 500).end(ok ? 'ok' : 'error');
}).listen(Number(port), '127.0.0.1');
