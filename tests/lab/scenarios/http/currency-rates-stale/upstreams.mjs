import { pause, port, serve } from './kit.mjs';

serve(port(2), async (_request, say) => {
  await pause(60);
  say(200, { base: 'EUR', rates: { USD: 1.08 } }, { sunset: 'Mon, 31 May 2027 00:00:00 GMT' });
});
