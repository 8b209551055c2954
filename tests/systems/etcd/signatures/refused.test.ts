import { refusedSignatures } from '../../../../src/systems/etcd/signatures/refused.ts';
import { etcdSignatures } from '../../../../src/systems/etcd/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('etcd', etcdSignatures, [
  ['rpc error: code = InvalidArgument desc = etcdserver: request is too large', 'request-too-large'],
  ['rpc error: code = ResourceExhausted desc = trying to send message larger than max (2400000 vs. 2097152)', 'request-too-large'],
  ['etcdserver: too many operations in txn request', 'transaction-too-large'],
  ['etcdserver: mvcc: required revision has been compacted', 'revision-compacted'],
  ['etcdserver: mvcc: required revision is a future revision', 'revision-in-future'],
  ['etcdserver: requested lease not found', 'lease-missing'],
  ['etcdserver: authentication failed, invalid user ID or password', 'login-refused'],
  ['etcdserver: permission denied', 'permission-denied'],
  ['etcdserver: leader changed', 'leader-changed'],
  ['etcdserver: request timed out, possibly due to previous leader failure', 'leader-changed'],
  ['etcdserver: request timed out', 'requests-time-out'],
  ['etcdserver: unhealthy cluster', 'reconfiguration-refused'],
  ['the member has been permanently removed from the cluster', 'member-removed'],
  ['etcdserver: mvcc: database space exceeded', 'nospace-alarm'],
  ['etcdserver: no leader', 'no-leader'],
  ['etcdserver: too many requests', 'applies-behind'],
  ['etcdserver: corrupt cluster', 'corrupt-alarm'],
]);

judgeQuotes('etcd', refusedSignatures, [
  ['which lease was not found, and was the history compacted?', null],
  ['requests are too large and time out, and the leader changed', null],
]);
