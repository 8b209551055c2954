import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/x.js`);
const mysql = require('mysql2/promise');
const [port, db, log] = process.argv.slice(2);
process.title = 'checkout-api';
const now = () => new Date().toISOString().replace('T', ' ').replace('Z', '').replace('.', ',');
const say = (level, thread, where, text) => appendFileSync(log, `${now()} ${level.padEnd(5)} [${thread}] ${where} - ${text}\n`);
const pool = mysql.createPool({ host: '127.0.0.1', port: Number(db), user: 'app', database: 'shop', connectionLimit: 5 });
let n = 0;
let waiting = 0;
createServer(async (_q, a) => {
  n += 1;
  const id = n;
  const thread = `http-nio-8080-exec-${(id % 10) + 1}`;
  waiting += 1;
  const timer = setTimeout(() => {
    say('WARN', thread, 'o.h.engine.jdbc.spi.SqlExceptionHelper', 'SQL Error: 0, SQLState: null');
    say(
      'ERROR',
      thread,
      'o.h.engine.jdbc.spi.SqlExceptionHelper',
      `HikariPool-1 - Connection is not available, request timed out after 3000ms (total=5, active=5, idle=0, waiting=${Math.max(0, waiting - 5)})`,
    );
    appendFileSync(
      log,
      'org.springframework.dao.DataAccessResourceFailureException: Unable to acquire JDBC Connection; nested exception is org.hibernate.exception.JDBCConnectionException\n\tat org.springframework.orm.jpa.vendor.HibernateJpaDialect.convertHibernateAccessException(HibernateJpaDialect.java:277)\n\tat com.shop.checkout.OrderRepository.findRecent(OrderRepository.java:34)\n',
    );
  }, 3000);
  try {
    const [rows] = await pool.query('select count(*) as c from orders where customer = ?', [id % 50]);
    if (id % 5 === 0) say('INFO', thread, 'c.s.checkout.OrderController', `GET /orders/recent customer=${id % 50} rows=${rows[0].c}`);
    a.end('{"orders":[]}');
  } catch (e) {
    say('ERROR', thread, 'c.s.checkout.OrderController', e.message);
    a.writeHead(500).end();
  }
  clearTimeout(timer);
  waiting -= 1;
}).listen(Number(port), '127.0.0.1');
say('INFO', 'main', 'c.s.checkout.CheckoutApplication', 'Started CheckoutApplication in 3.211 seconds');
