import { id, pause, port, serve } from './kit.mjs';

let recent = [];
serve(port(2), async (request, say) => {
  if (request.url === '/ping') return say(200, { status: 'ok' });
  await pause(20);
  const now = Date.now();
  recent = recent.filter((at) => now - at < 1000);
  recent.push(now);
  if (recent.length > 6) return say(429, { code: 'isv.BUSINESS_LIMIT_CONTROL', message: '触发流控: 账号级发送频率超过上限 5 QPS' });
  say(200, { code: 'OK', bizId: id() });
});
