// The receiver of notifications: counts what comes, and prints it.
import { createServer } from 'node:http';

createServer((asked, answer) => {
  let body = '';
  asked.on('data', (chunk) => {
    body += chunk;
  });
  asked.on('end', () => {
    if (body !== '')
      console.log(
        `${new Date().toISOString()} paged: ${JSON.parse(body)
          .alerts.map(({ labels, status }) => `${labels.alertname} ${labels.instance} ${status}`)
          .join('; ')}`,
      );
    answer.end('ok');
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
