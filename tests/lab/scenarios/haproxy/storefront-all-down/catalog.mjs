import { id, logTo, past, pause, port, read, serve } from './kit.mjs';

const [number, name] = process.argv.slice(2);
const out = logTo(`${name}.log`);
const serilog = (level, template, more, at = new Date()) =>
  out(
    JSON.stringify({
      '@t': at.toISOString().replace('Z', '4410Z'),
      ...(level ? { '@l': level } : {}),
      '@mt': template,
      ...more,
      Application: 'Catalog.Api',
      MachineName: name,
    }),
  );
const release = read('release').trim();
const probe = release < '7.2' ? '/health' : '/healthz';
if (release < '7.2')
  past(600, 6, (at) =>
    serilog(
      '',
      'HTTP {RequestMethod} {RequestPath} responded {StatusCode} in {Elapsed:0.0000} ms',
      {
        RequestMethod: 'GET',
        RequestPath: '/products',
        StatusCode: 200,
        Elapsed: 11.2 + Math.random(),
        RequestId: id(),
        SourceContext: 'Serilog.AspNetCore.RequestLoggingMiddleware',
      },
      at,
    ),
  );
serilog('', 'Starting {Application} {Version}', { Version: release, SourceContext: 'Catalog.Api.Program' });
serilog('', 'Health checks are mapped at {HealthPath}', { HealthPath: probe, SourceContext: 'Catalog.Api.Program' });
serilog('', 'Now listening on: {address}', { address: `http://127.0.0.1:${port(number)}`, SourceContext: 'Microsoft.Hosting.Lifetime' });
serve(port(number), async (request, say) => {
  const begun = performance.now();
  const path = request.url.split('?')[0];
  const status = path === '/products' || path === probe ? 200 : 404;
  await pause(8);
  say(status, status === 200 ? (path === probe ? 'Healthy' : [{ sku: 'A-1' }]) : { title: 'Not Found', status: 404 });
  if (path !== probe)
    serilog(status === 404 ? 'Warning' : '', 'HTTP {RequestMethod} {RequestPath} responded {StatusCode} in {Elapsed:0.0000} ms', {
      RequestMethod: request.method,
      RequestPath: path,
      StatusCode: status,
      Elapsed: performance.now() - begun,
      RequestId: id(),
      SourceContext: 'Serilog.AspNetCore.RequestLoggingMiddleware',
    });
});
