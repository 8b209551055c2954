import { id, logTo, past, pause, port, read, serve } from './kit.mjs';

const out = logTo('profile-api.log');
const bunyan = (level, msg, more = {}, at = new Date()) =>
  out(JSON.stringify({ name: 'profile-api', hostname: 'prod-eu-07', pid: process.pid, level, ...more, msg, time: at.toISOString(), v: 0 }));
past(900, 5, (at) =>
  bunyan(
    30,
    'request completed',
    { req_id: id(), method: 'GET', url: '/v1/profile', status: 200, ms: 12 + Math.round(Math.random() * 9) },
    at,
  ),
);
bunyan(30, `listening on ${port(1)}`);
serve(port(1), async (request, say) => {
  if (request.url === '/health') return say(200, { status: 'ok' });
  await pause(12);
  const bad = Math.random() < Number(read('.share'));
  bunyan(bad ? 50 : 30, bad ? 'request failed' : 'request completed', {
    req_id: id(),
    method: 'GET',
    url: '/v1/profile',
    status: bad ? 500 : 200,
    ms: 12 + Math.round(Math.random() * 9),
    ...(bad
      ? {
          err: {
            message: 'Something went wrong',
            name: 'Error',
            stack:
              'Error: Something went wrong\n    at handle (/app/dist/server.js:1:48213)\n    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
          },
        }
      : {}),
  });
  say(bad ? 500 : 200, bad ? { error: 'Something went wrong' } : { name: 'A. Person' });
});
