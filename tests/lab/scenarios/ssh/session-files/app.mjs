import { randomBytes } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

process.title = 'php-fpm: pool www';
const dir = process.argv[2],
  log = process.argv[3];
const stamp = () => {
  const d = new Date().toUTCString().split(' ');
  return `${d[1]}-${d[2]}-${d[3]} ${d[4]}`;
};
appendFileSync(log, `[${stamp()}] NOTICE: fpm is running, pid ${process.pid}\n[${stamp()}] NOTICE: ready to handle connections\n`);
let n = 0;
createServer((_q, a) => {
  const id = randomBytes(13).toString('hex');
  n += 1;
  try {
    writeFileSync(`${dir}/sess_${id}`, `uid|i:0;csrf|s:32:"${id}";`);
    if (n % 5 === 0)
      appendFileSync(
        log,
        `[${stamp()}] NOTICE: [pool www] child ${process.pid} said into stdout: "portal.INFO: login page served {"sid":"${id.slice(0, 6)}"}"\n`,
      );
    a.end('<form action=/login>');
  } catch (_e) {
    appendFileSync(
      log,
      `[${stamp()}] WARNING: [pool www] child ${process.pid} said into stderr: "NOTICE: PHP message: PHP Warning:  session_start(): open(${dir}/sess_${id}, O_RDWR) failed: No space left on device (28) in /var/www/portal/public/index.php on line 18"\n` +
        `[${stamp()}] WARNING: [pool www] child ${process.pid} said into stderr: "NOTICE: PHP message: PHP Fatal error:  Uncaught RuntimeException: Failed to start the session in /var/www/portal/vendor/symfony/http-foundation/Session/Storage/NativeSessionStorage.php:152"\n`,
    );
    a.writeHead(500).end('Internal Server Error');
  }
}).listen(9080);
