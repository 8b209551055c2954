const url = process.argv[2];
const page = 'x'.repeat(3_400_000);
let count = 0;
setInterval(() => {
  count += 1;
  fetch(url, {
    method: 'POST',
    body: count % 4 === 0 ? 'a short note' : page,
    headers: { 'user-agent': 'DocScan/6.2 (iOS 18.1)', 'content-type': 'application/pdf' },
    signal: AbortSignal.timeout(5000),
  })
    .then((answer) => answer.arrayBuffer())
    .catch(() => undefined);
}, 700);
