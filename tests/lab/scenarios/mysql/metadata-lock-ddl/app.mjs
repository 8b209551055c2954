// catalog-api: reads products from MySQL; logs as Spring Boot does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const mysql = require('mysql2/promise');
const [dbPort, port] = process.argv.slice(2).map(Number);
const pool = mysql.createPool({
  host: '127.0.0.1',
  port: dbPort,
  user: 'app',
  database: 'shop',
  connectionLimit: 10,
  connectTimeout: 3000,
});
const now = () => new Date().toISOString().replace('Z', '+00:00');
const log = (level, cls, text, thread = `http-nio-8080-exec-${1 + Math.floor(Math.random() * 10)}`) =>
  console.log(`${now()} ${level.padStart(5)} ${process.pid} --- [catalog-api] [${thread}] ${cls.padEnd(40)} : ${text}`);
const within = (ms, work) => Promise.race([work, new Promise((_, no) => setTimeout(() => no(new Error('late')), ms))]);
async function product(id) {
  const begun = Date.now();
  try {
    const [rows] = await within(3000, pool.query('select id, name, price from products where id = ?', [id]));
    return rows[0];
  } catch (error) {
    if (error.message === 'late') {
      log('WARN', 'o.h.engine.jdbc.spi.SqlExceptionHelper', 'SQL Error: 0, SQLState: null');
      log(
        'ERROR',
        'o.h.engine.jdbc.spi.SqlExceptionHelper',
        `HikariPool-1 - Connection is not available, request timed out after ${Date.now() - begun}ms (total=10, active=10, idle=0, waiting=${3 + Math.floor(Math.random() * 20)})`,
      );
      log(
        'ERROR',
        'o.a.c.c.C.[.[.[/].[dispatcherServlet]',
        `Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: org.springframework.dao.DataAccessResourceFailureException: Unable to acquire JDBC Connection] with root cause

java.sql.SQLTransientConnectionException: HikariPool-1 - Connection is not available, request timed out after ${Date.now() - begun}ms
\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686) ~[HikariCP-5.0.1.jar!/:na]
\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179) ~[HikariCP-5.0.1.jar!/:na]
\tat com.example.catalog.ProductRepository.findById(ProductRepository.java:41) ~[classes!/:na]`,
      );
    } else log('ERROR', 'o.h.engine.jdbc.spi.SqlExceptionHelper', error.message);
    throw error;
  }
}
createServer(async (asked, answer) => {
  try {
    const found = await product(Number(asked.url.split('/')[2] ?? 1));
    answer.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(found));
  } catch {
    answer.writeHead(503, { 'content-type': 'application/json' }).end('{"status":503,"error":"Service Unavailable"}');
  }
}).listen(port, '127.0.0.1', () =>
  log('INFO', 'o.s.b.w.embedded.tomcat.TomcatWebServer', `Tomcat started on port ${port} (http) with context path '/'`, 'main'),
);
let count = 0;
setInterval(async () => {
  count += 1;
  const id = 1 + (count % 200);
  await product(id).then(
    () => count % 4 === 0 && log('INFO', 'c.example.catalog.ProductController', `GET /products/${id} 200`),
    () => undefined,
  );
}, 150);
