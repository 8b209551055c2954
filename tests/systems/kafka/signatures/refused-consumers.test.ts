import { kafkaRefusedConsumerSignatures } from '../../../../src/systems/kafka/signatures/refused-consumers.ts';
import { kafkaSignatures } from '../../../../src/systems/kafka/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('kafka', kafkaSignatures, [
  ['CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group', 'poll-interval-exceeded'],
  ['%4|MAXPOLL| Application maximum poll interval (300000ms) exceeded by 143ms', 'poll-interval-exceeded'],
  ['Member a-1 sending LeaveGroup request to coordinator due to consumer poll timeout has expired.', 'poll-interval-exceeded'],
  [
    'Fetch position FetchPosition{offset=42, offsetEpoch=Optional.empty, currentLeader=LeaderAndEpoch{leader=Optional[b:9092 (id: 1 rack: null)], epoch=0}} is out of range for partition orders-0',
    'offset-out-of-range',
  ],
  ['InconsistentGroupProtocolException: The group member’s supported protocols are incompatible', 'group-protocol-inconsistent'],
  [
    'RecordDeserializationException: Error deserializing VALUE for partition orders-0 at offset 17. If needed, please seek past the record to continue consumption.',
    'record-undeserializable',
  ],
  ['CoordinatorNotAvailableException: The coordinator is not available.', 'coordinator-unavailable'],
  ['FencedInstanceIdException: The broker rejected this static consumer', 'static-member-fenced'],
  ['InvalidSessionTimeoutException', 'session-timeout-refused'],
  ['GROUP_MAX_SIZE_REACHED', 'group-size-limit'],
  ['UnsupportedVersionException: The broker does not support FIND_COORDINATOR', 'version-unsupported'],
  ['RebalanceInProgressException', 'group-rebalances'],
  ['ILLEGAL_GENERATION', 'group-rebalances'],
]);

judgeQuotes('kafka', kafkaRefusedConsumerSignatures, [
  ['how large should max.poll.interval.ms be for this group?', null],
  ['the temperature is out of range for partition walls', null],
  ['which versions of the broker does the consumer group support?', null],
]);
