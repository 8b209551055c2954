import { createServer } from 'node:http';
import { connect } from 'node:net';

const [port, smtp] = process.argv.slice(2).map(Number);
const log = (level, thread, logger, text) =>
  console.log(
    `${new Date().toISOString().replace('T', ' ').slice(0, 23)} ${level.padStart(5)} 1 --- [${thread}] ${logger.padEnd(40)} : ${text}`,
  );
log('INFO', 'main', 'c.a.crm.CrmApplication', 'Started CrmApplication in 6.214 seconds (process running for 6.9)');
const mail = () =>
  new Promise((done) => {
    const s = connect(smtp, '127.0.0.1');
    s.setTimeout(1500, () => {
      s.destroy();
      done('Read timed out');
    });
    s.on('data', (said) => {
      s.destroy();
      done(/^220/.test(said) ? null : String(said));
    });
    s.on('error', (e) => done(e.code === 'ECONNREFUSED' ? 'Connection refused' : e.message));
  });
let n = 0;
createServer(async (asked, answer) => {
  const say = (code, body) => {
    answer.writeHead(code, { 'content-type': 'application/vnd.spring-boot.actuator.v3+json' });
    answer.end(JSON.stringify(body));
  };
  if (!asked.url.startsWith('/actuator/health')) return say(200, { customer: 12 });
  const why = await mail();
  const text = `org.eclipse.angus.mail.util.MailConnectException: Couldn't connect to host, port: 127.0.0.1, ${smtp}; timeout 1500`;
  if (why !== null)
    log(
      'WARN',
      `nio-8080-exec-${(n++ % 10) + 1}`,
      'o.s.b.a.mail.MailHealthIndicator',
      `Mail health check failed\n\n${text}\n\tat org.eclipse.angus.mail.smtp.SMTPTransport.openServer(SMTPTransport.java:2243) ~[jakarta.mail-2.0.3.jar!/:na]\n\tat org.springframework.mail.javamail.JavaMailSenderImpl.testConnection(JavaMailSenderImpl.java:388) ~[spring-context-support-6.1.6.jar!/:6.1.6]\nCaused by: java.net.ConnectException: ${why}\n\tat java.base/sun.nio.ch.Net.pollConnect(Native Method) ~[na:na]\n`,
    );
  say(why === null ? 200 : 503, {
    status: why === null ? 'UP' : 'DOWN',
    components: {
      db: { status: 'UP', details: { database: 'PostgreSQL', validationQuery: 'isValid()' } },
      diskSpace: { status: 'UP', details: { total: 270504574976, free: 82700210176, threshold: 10485760, path: '/app/.', exists: true } },
      mail:
        why === null
          ? { status: 'UP', details: { location: `127.0.0.1:${smtp}` } }
          : { status: 'DOWN', details: { location: `127.0.0.1:${smtp}`, error: text } },
      ping: { status: 'UP' },
    },
  });
}).listen(port, '127.0.0.1');
