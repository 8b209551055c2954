import { id, logTo, past, port, serve } from './kit.mjs';

const out = logTo('production.log');
const rails = (request, status, ms, at = new Date()) => {
  const head = (text) => `I, [${at.toISOString().replace('Z', '412')} #4127]  INFO -- : [${request}] ${text}`;
  out(head(`Started POST "/documents" for 10.4.2.19 at ${at.toISOString().slice(0, 19).replace('T', ' ')} +0000`));
  out(head('Processing by DocumentsController#create as JSON'));
  out(head(`Completed ${status} Created in ${ms}ms (Views: 0.3ms | ActiveRecord: 2.1ms | Allocations: 1421)`));
};
past(600, 9, (at) => rails(id(), 201, 21 + Math.round(Math.random() * 20), at));
serve(port(2), (request, say, body) => {
  if (request.url === '/up') return say(200, 'ok');
  rails(id(), 201, 19 + Math.round(Math.random() * 20));
  say(201, { id: id(), bytes: body.length });
});
