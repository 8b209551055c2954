import { refusedSignatures } from '../../../../src/systems/zookeeper/signatures/refused.ts';
import { zookeeperSignatures } from '../../../../src/systems/zookeeper/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('zookeeper', zookeeperSignatures, [
  ['KeeperException$ConnectionLossException: KeeperErrorCode = ConnectionLoss for /brokers/ids', 'connection-loss'],
  ['Client session timed out, have not heard from server in 6668ms for session id 0x1', 'connection-loss'],
  ['KeeperErrorCode = NoAuth for /config', 'acl-denies'],
  ['KeeperErrorCode = NoNode for /app/leader', 'znode-missing'],
  ['KeeperErrorCode = NodeExists for /brokers/ids/1', 'znode-exists'],
  ['KeeperErrorCode = BadVersion for /controller_epoch', 'version-conflicts'],
  ['KeeperErrorCode = Quota has exceeded for /app', 'quota-exceeded'],
  ['KeeperErrorCode = Unimplemented for /locks', 'server-too-old'],
  ['mntr is not executed because it is not in the whitelist.', 'four-letter-words-off'],
  ['KeeperErrorCode = Session expired for /locks', 'sessions-expire'],
  ['java.io.IOException: Packet len 4194500 is out of range!', 'answers-near-jute-maxbuffer'],
  ['java.io.IOException: Len error 1400000', 'requests-too-large'],
  ['Too many connections from /10.0.0.7 - max is 60', 'connection-limit'],
  ['KeeperErrorCode = AuthFailed for /app', 'logins-fail'],
  ['This ZooKeeper instance is not currently serving requests', 'not-serving'],
]);

judgeQuotes('zookeeper', refusedSignatures, [
  ['has the connection loss of yesterday anything to do with the node that exists?', null],
  ['which quota does the znode have?', null],
]);
