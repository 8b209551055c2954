import { id, pause, port, read, serve } from './kit.mjs';

serve(port(2), async (request, say) => {
  if (request.url === '/status') return say(200, { status: 'operational' });
  await pause(90);
  const key = (request.headers.authorization ?? '').replace('Bearer ', '');
  if (!read('payline-keys').split('\n').includes(key))
    return say(401, {
      error: {
        type: 'invalid_request_error',
        code: 'api_key_expired',
        message: `Expired API Key provided: sk_live_${'*'.repeat(18)}${key.slice(-4)}`,
      },
    });
  say(200, { id: `ch_${id()}` });
});
