/** A short text from a service that a message came from: bounded in time and size, never redirected. */

const withinMs = 5_000;
const bytesMax = 65_536;

/** Throws Error naming what went wrong, without the address, whose query may hold a token. */
export async function fetchText(url: string): Promise<string> {
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(withinMs) });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new Error(`the answer is longer than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  if (!answer.ok) throw new Error(`the answer was ${answer.status}`);
  return Buffer.concat(chunks).toString('utf8');
}
