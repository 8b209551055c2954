import { logTo, past, pick, port, read, serve } from './kit.mjs';

const out = logTo('identity.log');
const offset = () => Number(read('.adjtime')) * 1000;
const nlog = (level, logger, text, at) => out(`${at.toISOString().replace('T', ' ').replace('Z', '')}7|${level}|${logger}|${text}`);
past(900, 7, (at) =>
  nlog(
    'INFO',
    'Identity.TokenEndpoint',
    `Token request success. ClientId: ${pick(['acme', 'globex', 'initech'])}, GrantType: client_credentials, Lifetime: 3600`,
    at,
  ),
);
let last = 0;
serve(port(2), (request, say) => {
  const at = new Date(Date.now() + offset());
  if (offset() !== last) {
    nlog(
      'WARN',
      'Identity.HeartbeatService',
      `the system clock has moved by ${(offset() - last) / 1000}.0 s since the last heartbeat (VM resumed from snapshot?)`,
      at,
    );
    last = offset();
  }
  if (request.url === '/health') return say(200, 'Healthy', { date: at.toUTCString() });
  nlog(
    'INFO',
    'Identity.TokenEndpoint',
    `Token request success. ClientId: ${pick(['acme', 'globex', 'initech'])}, GrantType: client_credentials, Lifetime: 3600`,
    at,
  );
  const now = Math.floor(at.getTime() / 1000);
  say(200, { access_token: 'x', nbf: now, iat: now, exp: now + 3600 }, { date: at.toUTCString() });
});
