import { id, logTo, past, pause, pick, port, serve } from './kit.mjs';

const out = logTo('orders-gateway.log');
const day = (at) => `${at.toISOString().replace('T', ' ').replace('Z', '').padEnd(23)}4`;
const nlog = (level, logger, text, at = new Date()) => out(`${day(at)}|${level}|${logger}|${text}`);
const info = (at) =>
  nlog(
    'INFO',
    'Orders.Gateway.RequestLoggingMiddleware',
    `HTTP POST /orders responded 201 in ${8 + Math.round(Math.random() * 9)}.4117 ms|TraceId=${id()}`,
    at,
  );
past(900, 5, info);
nlog('INFO', 'Microsoft.Hosting.Lifetime', `Now listening on: http://127.0.0.1:${port(1)}`);
const us = (at) =>
  `${String(at.getUTCMonth() + 1).padStart(2, '0')}/${String(at.getUTCDate()).padStart(2, '0')}/${at.getUTCFullYear()} ${at.toISOString().slice(11, 19)}`;
serve(port(1), async (request, say) => {
  if (request.url === '/health') return say(200, 'Healthy');
  const token = await (await fetch(`http://127.0.0.1:${port(2)}/connect/token`, { method: 'POST' })).json();
  await pause(8);
  const now = new Date();
  const from = new Date(token.nbf * 1000);
  if (from.getTime() - now.getTime() > 60000) {
    nlog(
      'INFO',
      'Microsoft.AspNetCore.Authentication.JwtBearer.JwtBearerHandler',
      `Failed to validate the token. Microsoft.IdentityModel.Tokens.SecurityTokenNotYetValidException: IDX10222: Lifetime validation failed. The token is not yet valid. ValidFrom (UTC): '${us(from)}', Current time (UTC): '${us(now)}'.\n   at Microsoft.IdentityModel.Tokens.ValidatorUtilities.ValidateLifetime(Nullable\`1 notBefore, Nullable\`1 expires, SecurityToken securityToken, TokenValidationParameters validationParameters)\n   at Microsoft.IdentityModel.JsonWebTokens.JsonWebTokenHandler.ValidateTokenPayloadAsync(JsonWebToken jsonWebToken, TokenValidationParameters validationParameters, BaseConfiguration configuration)`,
    );
    nlog(
      'WARN',
      'Orders.Gateway.RequestLoggingMiddleware',
      `HTTP POST /orders responded 401 in 3.9027 ms|TraceId=${id()}|Client=${pick(['acme', 'globex', 'initech'])}`,
    );
    return say(401, { title: 'Unauthorized', status: 401 }, { 'www-authenticate': 'Bearer error="invalid_token"' });
  }
  info(now);
  say(201, { id: id() });
});
