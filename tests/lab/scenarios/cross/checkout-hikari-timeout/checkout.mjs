import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const { Pool } = createRequire(`${process.env.LAB_LIB}/x.mjs`)('pg');
const [port, db] = process.argv.slice(2).map(Number);
const pool = new Pool({
  host: '127.0.0.1',
  port: db,
  user: 'app',
  database: 'shop',
  max: 6,
  connectionTimeoutMillis: 3000,
  application_name: 'checkout',
});
pool.on('error', () => undefined);
let n = 0;
const stamp = () => new Date().toISOString();
const log = (level, thread, logger, text) =>
  console.log(`${stamp()} ${level.padStart(5)} 1 --- [checkout] [${thread}] ${logger} : ${text}`);
log(
  'INFO',
  'main',
  'c.acme.checkout.CheckoutApplication',
  'Starting CheckoutApplication v3.14.2 using Java 17.0.9 with PID 1 (/app/checkout.jar started by app in /app)',
);
log('INFO', 'main', 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Starting...');
log('INFO', 'main', 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Start completed.');
function failed(thread, error) {
  if (!/timeout/.test(error.message))
    return log(
      'ERROR',
      thread,
      'c.a.c.web.CheckoutController',
      `checkout failed: org.springframework.dao.DataAccessResourceFailureException: ${error.message}`,
    );
  const stats = `(total=${pool.totalCount}, active=${pool.totalCount - pool.idleCount}, idle=${pool.idleCount}, waiting=${pool.waitingCount})`;
  log(
    'ERROR',
    thread,
    'o.a.c.c.C.[.[.[/].[dispatcherServlet]',
    'Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: org.springframework.transaction.CannotCreateTransactionException: Could not open JPA EntityManager for transaction] with root cause',
  );
  console.log(`\njava.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after 3000ms ${stats}
\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686) ~[HikariCP-5.1.0.jar!/:na]
\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179) ~[HikariCP-5.1.0.jar!/:na]
\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:144) ~[HikariCP-5.1.0.jar!/:na]
\tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:127) ~[HikariCP-5.1.0.jar!/:na]
\tat org.hibernate.engine.jdbc.connections.internal.DatasourceConnectionProviderImpl.getConnection(DatasourceConnectionProviderImpl.java:122) ~[hibernate-core-6.4.4.Final.jar!/:6.4.4.Final]
\tat com.acme.checkout.service.CheckoutService$$SpringCGLIB$$0.placeOrder(<generated>) ~[!/:3.14.2]
\tat com.acme.checkout.web.CheckoutController.checkout(CheckoutController.java:58) ~[!/:3.14.2]
\tat java.base/java.lang.Thread.run(Thread.java:840) ~[na:na]
`);
}
createServer(async (asked, answer) => {
  const thread = `nio-8080-exec-${(n++ % 10) + 1}`;
  const say = (code, body) => {
    answer.writeHead(code, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(body));
  };
  let client;
  try {
    client = await pool.connect();
    if (asked.url.startsWith('/actuator/health')) {
      await client.query('select 1');
      say(200, { status: 'UP', components: { db: { status: 'UP', details: { database: 'PostgreSQL' } }, ping: { status: 'UP' } } });
    } else {
      const sku = 1 + (n % 20);
      await client.query('begin');
      await client.query('update inventory set stock = stock - 1 where sku = $1', [sku]);
      const { rows } = await client.query('insert into orders (sku) values ($1) returning id', [sku]);
      await client.query('commit');
      say(200, { order: rows[0].id });
    }
  } catch (error) {
    failed(thread, error);
    if (asked.url.startsWith('/actuator/health'))
      say(503, {
        status: 'DOWN',
        components: {
          db: {
            status: 'DOWN',
            details: { error: 'org.springframework.jdbc.CannotGetJdbcConnectionException: Failed to obtain JDBC Connection' },
          },
        },
      });
    else say(500, { status: 500, error: 'Internal Server Error', path: '/checkout' });
  } finally {
    client?.release();
  }
}).listen(port, '127.0.0.1', () =>
  log('INFO', 'main', 'o.s.b.w.embedded.tomcat.TomcatWebServer', "Tomcat started on port 8080 (http) with context path '/'"),
);
