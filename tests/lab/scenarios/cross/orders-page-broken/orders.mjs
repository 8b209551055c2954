import { createRequire } from 'node:module';
import { logTo, past, port, read, serve } from './kit.mjs';

const { Pool } = createRequire(`${process.env.LAB_LIB}/`)('pg');
const pool = new Pool({ host: '127.0.0.1', port: port(1), user: 'app', database: 'shop', max: 4 });
const out = logTo('gunicorn-orders.log');
const stamp = (at) => at.toISOString().slice(0, 23).replace('T', ' ').replace('.', ',');
const access = (status, at = new Date()) =>
  out(
    `10.0.3.${1 + Math.floor(Math.random() * 9)} - - [${String(at.getUTCDate()).padStart(2, '0')}/${at.toUTCString().slice(8, 11)}/${at.getUTCFullYear()}:${at.toISOString().slice(11, 19)} +0000] "GET /orders/ HTTP/1.1" ${status} ${status === 200 ? 2211 : 145} "-" "Mozilla/5.0"`,
  );
const release = read('release').trim();
const columns = release === '2026.12.1' ? 'id, status, total, gift_note' : 'id, status, total';
if (release !== '2026.12.1') past(900, 6, (at) => access(200, at));
out(`[${stamp(new Date()).slice(0, 19)} +0000] [1] [INFO] Starting gunicorn 23.0.0`);
out(`[${stamp(new Date()).slice(0, 19)} +0000] [1] [INFO] Listening at: http://127.0.0.1:${port(2)} (1)`);
out(`[${stamp(new Date()).slice(0, 19)} +0000] [9] [INFO] Booting worker with pid: 9`);
serve(port(2), async (request, say) => {
  if (request.url === '/ht/') return say(200, { Cache: 'working' });
  try {
    const { rows } = await pool.query(`select ${columns} from shop_order order by id desc limit 10`);
    say(200, rows);
    access(200);
  } catch (error) {
    const message = `${error.message}\nLINE 1: select ${columns} from shop_order\n                                   ^\n`;
    out(
      `${stamp(new Date())} ERROR django.request log 9 140213 Internal Server Error: /orders/\nTraceback (most recent call last):\n  File "/venv/lib/python3.12/site-packages/django/db/backends/utils.py", line 105, in _execute\n    return self.cursor.execute(sql, params)\n           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\npsycopg.errors.UndefinedColumn: ${message}\nThe above exception was the direct cause of the following exception:\n\nTraceback (most recent call last):\n  File "/venv/lib/python3.12/site-packages/django/core/handlers/exception.py", line 55, in inner\n    response = get_response(request)\n  File "/app/shop/views.py", line 41, in order_list\n    orders = list(Order.objects.order_by("-id")[:10])\ndjango.db.utils.ProgrammingError: ${message}`,
    );
    say(500, '<h1>Server Error (500)</h1>');
    access(500);
  }
});
