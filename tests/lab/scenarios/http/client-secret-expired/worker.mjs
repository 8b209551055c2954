// Invoice.Sync, a .NET worker: takes a token from the directory and sends invoices to the ERP. Logs as Microsoft.Extensions.Logging's console does.
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { LOG, DIRECTORY, PORT } = process.env;
const write = (level, category, text, exception = '') =>
  appendFileSync(LOG, `${new Date().toISOString().slice(0, 19).replace('T', ' ')} ${level}: ${category}[0]\n      ${text}\n${exception}`);
write('info', 'Microsoft.Hosting.Lifetime', 'Application started. Press Ctrl+C to shut down.');
write('info', 'Microsoft.Hosting.Lifetime', 'Hosting environment: Production');
let at = 8100,
  last = Date.now();
const loop = async () => {
  try {
    const answer = await fetch(`${DIRECTORY}/f3c1/oauth2/v2.0/token`, { method: 'POST', body: 'grant_type=client_credentials' });
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error_description);
    const n = 2 + (at % 4);
    at += n;
    last = Date.now();
    write('info', 'Invoice.Sync.Worker', `Synced ${n} invoices to ERP, last id ${at}`);
  } catch (error) {
    write(
      'fail',
      'Invoice.Sync.Worker',
      'Sync cycle failed, retrying in 1s',
      `      Microsoft.Identity.Client.MsalServiceException: A configuration issue is preventing authentication - check the error message from the server for details.\n      Original exception: ${error.message}\n         at Microsoft.Identity.Client.Internal.Requests.RequestBase.HandleTokenRefreshErrorAsync(MsalServiceException e, MsalAccessTokenCacheItem cachedAccessTokenItem)\n         at Invoice.Sync.Erp.ErpClient.GetTokenAsync(CancellationToken ct) in /src/Invoice.Sync/Erp/ErpClient.cs:line 47\n         at Invoice.Sync.Worker.ExecuteAsync(CancellationToken stoppingToken) in /src/Invoice.Sync/Worker.cs:line 33\n`,
    );
  }
  setTimeout(loop, 1000);
};
void loop();
createServer((_req, res) => {
  const lag = Math.round((Date.now() - last) / 1000);
  res.writeHead(lag > 6 ? 503 : 200);
  res.end(lag > 6 ? 'Unhealthy' : 'Healthy');
}).listen(Number(PORT), '127.0.0.1');
