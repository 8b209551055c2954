// A Rails shop in small, with its production.log. Release 6f1c2e has a template that can't be rendered.

import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import { createServer } from 'node:http';

const { PORT, LOG, RELEASE } = process.env;
const line = (letter, level, text) =>
  appendFileSync(LOG, `${letter}, [${new Date().toISOString().replace('Z', '417')} #${process.pid}] ${level} -- : ${text}\n`);
line('I', ' INFO', `=> Booting Puma, release ${RELEASE}`);
createServer((req, res) => {
  if (req.url === '/up') {
    res.end('ok');
    return;
  }
  const id = randomUUID();
  line('I', ' INFO', `[${id}] Started GET "${req.url}" for 127.0.0.1 at ${new Date().toISOString()}`);
  line('I', ' INFO', `[${id}] Processing by ProductsController#show as HTML`);
  if (RELEASE === '6f1c2e') {
    line('I', ' INFO', `[${id}] Completed 500 Internal Server Error in 14ms (ActiveRecord: 2.1ms | Allocations: 9123)`);
    line(
      'F',
      'FATAL',
      `[${id}]   \n[${id}] ActionView::Template::Error (undefined method \`loyalty_tier' for nil:NilClass):\n[${id}]     11:   <div class="price">\n[${id}]     12:     <%= tier_price(@product, current_user.loyalty_tier) %>\n[${id}]   \n[${id}] app/views/products/show.html.erb:12\n[${id}] app/controllers/products_controller.rb:27:in \`show'`,
    );
    res.writeHead(500);
    res.end('We are sorry, but something went wrong.');
    return;
  }
  line('I', ' INFO', `[${id}] Completed 200 OK in 21ms (Views: 12.4ms | ActiveRecord: 3.3ms | Allocations: 11804)`);
  res.end('<html>product</html>');
}).listen(Number(PORT), '127.0.0.1');
