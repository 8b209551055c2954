import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

process.title = 'java -Xmx512m -jar /opt/payments/payments-api.jar';
const log = process.argv[2];
const say = (level, where, text) =>
  appendFileSync(
    log,
    `${new Date().toISOString().replace('T', ' ').replace('Z', '')}  ${level.padStart(5)} ${process.pid} --- [           main] ${where.padEnd(40)} : ${text}\n`,
  );
say('INFO', 'c.e.payments.PaymentsApplication', 'Starting PaymentsApplication v5.12.1 using Java 17.0.9');
const s = createServer((_q, a) => {
  if (Math.random() < 0.3) say('INFO', 'c.e.payments.web.PaymentController', 'payment authorised amount=59.90 currency=EUR');
  a.setHeader('content-type', 'application/json');
  a.end('{"status":"UP"}');
});
s.on('error', () => {
  say(
    'WARN',
    'ConfigServletWebServerApplicationContext',
    "Exception encountered during context initialization - cancelling refresh attempt: org.springframework.context.ApplicationContextException: Failed to start bean 'webServerStartStop'",
  );
  appendFileSync(
    log,
    `\n***************************\nAPPLICATION FAILED TO START\n***************************\n\nDescription:\n\nWeb server failed to start. Port 8080 was already in use.\n\nAction:\n\nIdentify and stop the process that's listening on port 8080 or configure this application to listen on another port.\n\n`,
  );
  process.exit(1);
});
setTimeout(
  () =>
    s.listen(8080, () =>
      say('INFO', 'o.s.b.w.embedded.tomcat.TomcatWebServer', "Tomcat started on port(s): 8080 (http) with context path ''"),
    ),
  300,
);
