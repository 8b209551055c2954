import { natsRefusedSignatures } from '../../../../src/systems/nats/signatures/refused.ts';
import { natsSignatures } from '../../../../src/systems/nats/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('nats', natsSignatures, [
  ['nats: Permissions Violation for Publish to "orders.new"', 'permission-denied'],
  ['nats: no response from stream', 'no-stream-for-subject'],
  ['nats: API error: code=503 err_code=10039 description=jetstream not enabled for account', 'jetstream-not-enabled'],
  ['nats: API error: code=404 err_code=10059 description=stream not found', 'stream-missing'],
  ['nats: consumer not found', 'consumer-missing'],
  ['nats: slow consumer, messages dropped', 'client-drops-messages'],
  ['insufficient storage resources available (10047)', 'resources-insufficient'],
  ['no suitable peers for placement (10005)', 'no-peers-for-placement'],
  ['subjects overlap with an existing stream (10065)', 'subjects-overlap'],
  ['filtered consumer not unique on workqueue stream (10100)', 'work-queue-filters-overlap'],
  ['maximum consumers limit reached (10026)', 'consumer-limit'],
  ['nats: maximum messages per subject exceeded', 'stream-message-limits'],
  ['nats: wrong last sequence: 17', 'sequence-conflicts'],
  ['nats: maximum payload exceeded', 'payload-too-large'],
  ["-ERR 'Maximum Payload Violation'", 'payload-too-large'],
  ["nats: 'Authorization Violation'", 'logins-refused'],
  ['nats: maximum connections exceeded', 'connections-exhausted'],
  ['maximum account active connections exceeded', 'account-connections-exhausted'],
  ['nats: no responders available for request', 'subject-unheard'],
  ['nats: stale connection', 'stale-connections'],
  ['nats: maximum bytes exceeded', 'stream-full'],
  ['JetStream system temporarily unavailable (10008)', 'quorum-lost'],
  ['resource limits exceeded for account', 'account-limit'],
]);

judgeQuotes('nats', natsRefusedSignatures, [
  ['has order 10059 been stored in a stream, and who is its consumer?', null],
  ['what are the permissions for publishing?', null],
  ['a consumer is slow: were messages lost?', null],
]);
