// The provider of short messages, as its customers see it: so many a day.
import { createServer } from 'node:http';

const limit = 500;
let sent = 0;
createServer((asked, answer) => {
  const say = (status, body, headers = {}) =>
    answer.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  if (asked.url === '/v3/account/usage')
    return say(200, { account: 'AC-5521', status: 'active', daily_limit: limit, sent_today: sent, remaining: limit - sent });
  if (asked.url !== '/v3/messages') return say(404, { code: 'NOT_FOUND' });
  if (sent >= limit)
    return say(
      429,
      { code: 'DAILY_QUOTA_EXCEEDED', message: 'account AC-5521 has used its daily quota of 500 messages', resets_at: 'T00:00:00+08:00' },
      { 'retry-after': '41200', 'x-ratelimit-remaining': '0' },
    );
  sent += 1;
  say(202, { id: `SM${sent}`, state: 'queued' });
}).listen(Number(process.argv[2]), '127.0.0.1', () => console.log('READY'));
