/** One value of an expression: `node prometheus-value.mjs PORT EXPRESSION`. Prints nothing when it has no result. */

const [port = '0', expression = ''] = process.argv.slice(2);
const address = `http://127.0.0.1:${port}/api/v1/query?query=${encodeURIComponent(expression)}`;

try {
  const answer = await (await fetch(address, { signal: AbortSignal.timeout(5_000) })).json();
  console.log(answer.data?.result?.[0]?.value?.[1] ?? '');
} catch {
  process.exitCode = 1;
}
