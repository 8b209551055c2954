// shop-web: PHP-FPM connects for every request; logs as PHP does.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const require = createRequire(`${process.env.LAB_LIB}/app.js`);
const Redis = require('ioredis');
const [redisPort, port] = process.argv.slice(2).map(Number);
const stamp = () => {
  const [d, t] = new Date().toISOString().split(/[T.]/);
  return `${d.slice(8)}-${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(d.slice(5, 7)) - 1]}-${d.slice(0, 4)} ${t} UTC`;
};
async function login(user) {
  const redis = new Redis({
    host: '127.0.0.1',
    port: redisPort,
    username: 'shop_web',
    password: 'spring-2024',
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    enableReadyCheck: false,
  });
  let refusal = '';
  redis.on('error', (error) => {
    refusal ||= error.message;
  });
  try {
    await redis.connect();
    await redis.set(`PHPREDIS_SESSION:${user}-${Date.now()}`, 's'.repeat(900), 'EX', 1440);
    console.log(`[${stamp()}] NOTICE: [pool www] child ${4000 + (user % 9)} said into stdout: "POST /login 302 user=${user}"`);
    return true;
  } catch (error) {
    console.log(
      `[${stamp()}] PHP Fatal error:  Uncaught RedisException: ${/WRONGPASS|NOAUTH|NOPERM/.test(error.message) ? error.message : refusal || error.message} in /var/www/shop/src/Session/RedisHandler.php:47\nStack trace:\n#0 /var/www/shop/src/Session/RedisHandler.php(47): Redis->auth()\n#1 [internal function]: Shop\\Session\\RedisHandler->open()\n#2 /var/www/shop/public/index.php(21): session_start()\n#3 {main}\n  thrown in /var/www/shop/src/Session/RedisHandler.php on line 47`,
    );
    return false;
  } finally {
    redis.disconnect();
  }
}
createServer(async (_asked, answer) => {
  const ok = await login(1);
  answer.writeHead(ok ? 200 : 500).end(ok ? 'ok' : 'error');
}).listen(port, '127.0.0.1');
let count = 0;
setInterval(() => {
  count += 1;
  void login(count);
}, 200);
