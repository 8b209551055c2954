import { logTo, past, pause, port, read, serve } from './kit.mjs';

const out = logTo('recommend.log');
const line = (level, text, at = new Date()) => out(`time="${at.toISOString().slice(0, 19)}Z" level=${level} msg=${text}`);
past(900, 8, (at) =>
  line('info', `"recommendations served" items=12 model=als-2026-11-24 duration=${30 + Math.round(Math.random() * 20)}ms`, at),
);
serve(port(3), async (_request, say) => {
  const ms = Number(read('.delay'));
  const begun = Date.now();
  if (ms > 1000) line('warning', '"feature store lookup is slow, waiting" shard=3 timeout=60s');
  await pause(ms);
  line('info', `"recommendations served" items=12 model=als-2026-11-24 duration=${Date.now() - begun}ms`);
  say(200, []);
});
