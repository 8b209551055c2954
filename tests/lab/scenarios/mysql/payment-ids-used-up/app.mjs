// billing: writes one audit row for every charge; logs as Laravel does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const mysql = require('mysql2/promise');
const [dbPort, port] = process.argv.slice(2).map(Number);
const pool = mysql.createPool({ host: '127.0.0.1', port: dbPort, user: 'app', database: 'shop', connectionLimit: 5 });
const now = () => new Date().toISOString().slice(0, 19).replace('T', ' ');
async function charge() {
  const customer = 1000 + Math.floor(Math.random() * 9000);
  const cents = 500 + Math.floor(Math.random() * 20000);
  const sql = 'insert into payment_events (customer_id, kind, cents, created_at) values (?, ?, ?, now())';
  try {
    await pool.query(sql, [customer, 'charge', cents]);
    await pool.query('update balances set cents = cents - ? where customer_id = ?', [cents, customer % 100]);
    console.log(`[${now()}] production.INFO: charge captured {"customer_id":${customer},"cents":${cents}}`);
    return true;
  } catch (error) {
    const written = sql.replace(/\?/g, () => '?');
    console.log(`[${now()}] production.ERROR: SQLSTATE[${error.sqlState}]: ${error.sqlState === '23000' ? 'Integrity constraint violation' : 'General error'}: ${error.errno} ${error.sqlMessage} (Connection: mysql, SQL: ${written}) {"exception":"[object] (Illuminate\\\\Database\\\\QueryException(code: ${error.sqlState}): at /var/www/billing/vendor/laravel/framework/src/Illuminate/Database/Connection.php:829)
[stacktrace]
#0 /var/www/billing/vendor/laravel/framework/src/Illuminate/Database/Connection.php(783): Illuminate\\\\Database\\\\Connection->runQueryCallback()
#1 /var/www/billing/app/Services/ChargeService.php(88): Illuminate\\\\Database\\\\Connection->insert()
#2 {main}
"}`);
    return false;
  }
}
createServer(async (_asked, answer) => {
  const ok = await charge();
  answer.writeHead(ok ? 200 : 500, { 'content-type': 'application/json' }).end(ok ? '{"status":"ok"}' : '{"message":"Server Error"}');
}).listen(port, '127.0.0.1');
setInterval(() => void charge(), 400);
