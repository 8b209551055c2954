import { createRequire } from 'node:module';
import { logTo, past, port, serve } from './kit.mjs';

const mysql = createRequire(`${process.env.LAB_LIB}/`)('mysql2/promise');
const pool = mysql.createPool({ host: '127.0.0.1', port: port(1), user: 'app', database: 'shop', connectionLimit: 3 });
const out = logTo('laravel.log');
const line = (level, text, at = new Date()) => out(`[${at.toISOString().slice(0, 19).replace('T', ' ')}] production.${level}: ${text}`);
past(900, 20, (at) => line('INFO', 'scan batch stored {"depot":"HAM2","scans":18} ', at));
let stored = 0;
serve(port(2), async (request, say) => {
  if (request.url === '/up') return say(200, 'ok');
  try {
    await pool.query("insert into parcel_scans (parcel, depot) values ('JD0146', 'HAM2')");
    stored += 1;
    if (stored % 10 === 0) line('INFO', `scan batch stored {"depot":"HAM2","scans":10} `);
    say(201, { ok: true });
  } catch (error) {
    const words = `SQLSTATE[${error.sqlState}]: ${error.sqlState === '23000' ? 'Integrity constraint violation' : 'Numeric value out of range'}: ${error.errno} ${error.sqlMessage} (Connection: mysql, SQL: insert into \`parcel_scans\` (\`parcel\`, \`depot\`) values (JD0146, HAM2))`;
    line(
      'ERROR',
      `${words} {"exception":"[object] (Illuminate\\\\Database\\\\QueryException(code: ${error.sqlState}): ${words} at /var/www/tracking/vendor/laravel/framework/src/Illuminate/Database/Connection.php:829)\n[stacktrace]\n#0 /var/www/tracking/vendor/laravel/framework/src/Illuminate/Database/Connection.php(783): Illuminate\\\\Database\\\\Connection->runQueryCallback()\n#1 /var/www/tracking/app/Http/Controllers/ScanController.php(37): App\\\\Models\\\\ParcelScan::create()\n"}`,
    );
    say(500, { message: 'Server Error' });
  }
});
