import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((req, res) => {
  req.resume();
  if (existsSync(process.env.OVER)) {
    res.writeHead(401);
    res.end(
      JSON.stringify({
        error: 'invalid_client',
        error_description:
          "AADSTS7000222: The provided client secret keys for app '6b0f1c1e-5d1f-4c1e-9b51-2f7f7e1f9a10' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security. Trace ID: 71a3 Correlation ID: 0c9d",
      }),
    );
    return;
  }
  res.end('{"access_token":"x","expires_in":3599}');
}).listen(Number(process.env.PORT), '127.0.0.1');
