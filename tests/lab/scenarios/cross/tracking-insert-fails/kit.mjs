import { appendFileSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';

export const dir = process.env.LAB_DIR;
export const port = (n) => Number(process.env[`LAB_PORT_${n}`]);
export const logTo = (file) => (line) => appendFileSync(`${dir}/log/${file}`, `${line}\n`);
export const read = (file) => readFileSync(`${dir}/etc/${file}`, 'utf8');
export const settings = (file) =>
  Object.fromEntries(
    read(file)
      .split('\n')
      .filter((line) => line.includes('=') && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()]),
  );
export const past = (seconds, every, write) => {
  for (let at = Date.now() - seconds * 1000; at < Date.now() - 2000; at += every * (700 + Math.random() * 600)) write(new Date(at));
};
export const id = () => Math.random().toString(16).slice(2, 12);
export const pick = (list) => list[Math.floor(Math.random() * list.length)];
export const pause = (ms) => new Promise((done) => setTimeout(done, ms));
export function serve(at, answer, options = {}, make = (listener) => createServer(listener)) {
  const server = make(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    const say = (status, content, headers = {}) => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof content === 'string' ? content : JSON.stringify(content));
    };
    try {
      await answer(request, say, body);
    } catch (error) {
      if (options.caught) options.caught(error, request);
      if (!response.headersSent) say(500, { error: 'Internal Server Error' });
    }
  });
  server.listen(at, '127.0.0.1');
  return server;
}
