import { kafkaRefusedProducerSignatures } from '../../../../src/systems/kafka/signatures/refused-producers.ts';
import { kafkaSignatures } from '../../../../src/systems/kafka/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('kafka', kafkaSignatures, [
  [
    'org.apache.kafka.common.errors.RecordTooLargeException: The request included a message larger than the max message size the server will accept.',
    'message-too-large',
  ],
  [
    'RecordTooLargeException: The message is 2097240 bytes when serialized which is larger than 1048576, which is the value of the max.request.size configuration.',
    'producer-request-limit',
  ],
  ['Broker: Message size too large', 'message-too-large'],
  ['TopicAuthorizationException: Not authorized to access topics: [orders]', 'acl-denies'],
  ['KafkaError{code=GROUP_AUTHORIZATION_FAILED,val=30,str="Broker: Group authorization failed"}', 'acl-denies'],
  ['SaslAuthenticationException: Authentication failed during authentication due to invalid credentials', 'client-login-refused'],
  ['org.apache.kafka.common.errors.SslAuthenticationException: SSL handshake failed', 'client-handshake-fails'],
  ['ProducerFencedException: There is a newer producer with the same transactionalId', 'producer-fenced'],
  ['InvalidProducerEpochException: Producer attempted to produce with an old epoch.', 'producer-fenced'],
  ['OutOfOrderSequenceException: The broker received an out of order sequence number.', 'producer-sequence-lost'],
  ['InvalidReplicationFactorException: Replication factor: 3 larger than available brokers: 1.', 'replication-factor-too-large'],
  ['TimeoutException: Expiring 5 record(s) for orders-0:120002 ms has passed since batch creation', 'batches-expire'],
  ['KafkaException: Local: Queue full', 'producer-buffer-full'],
  ['NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.', 'under-min-isr'],
  ['LEADER_NOT_AVAILABLE', 'partitions-offline'],
  ['KafkaStorageException: Disk error when trying to access log file on the disk.', 'log-directory-offline'],
  ['UnknownTopicOrPartitionException: This server does not host this topic-partition.', 'topic-missing'],
  [
    'One or more records have been rejected: Compacted topic cannot accept message without key in topic partition a-0',
    'compacted-topic-refuses-keyless',
  ],
]);

judgeQuotes('kafka', kafkaRefusedProducerSignatures, [
  ['is a message of 2 MB too large for this topic, and what is its max.request.size?', null],
  ['who is authorized to access the topic, and how do I add an ACL?', null],
  ['the producer was upgraded and batches of records are slow', null],
]);
