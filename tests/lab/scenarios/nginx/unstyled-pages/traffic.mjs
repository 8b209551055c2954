/** `node traffic.mjs NGINX_PORT customers|scanner` */

const url = `http://127.0.0.1:${process.argv[2]}`;
const paths = {
  customers: ['/', '/assets/app.css', '/assets/app.js', '/assets/logo.svg', '/terms.html'],
  scanner: ['/wp-login.php', '/.env', '/phpmyadmin/index.php', '/.git/config', '/admin/config.php', '/xmlrpc.php'],
}[process.argv[3]];
let count = 0;
setInterval(
  () => {
    count += 1;
    void fetch(url + paths[count % paths.length])
      .then((answer) => answer.arrayBuffer())
      .catch(() => undefined);
  },
  process.argv[3] === 'scanner' ? 450 : 300,
);
