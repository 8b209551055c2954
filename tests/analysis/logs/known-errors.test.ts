import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { knownErrors, mostKnownIn } from '../../../src/analysis/logs/known-errors.ts';

/** As drivers, run-times and supervisors print them. */
const said: Readonly<Record<string, readonly string[]>> = {
  'schema-differs': [
    'ERROR: column "discount" of relation "orders" does not exist',
    "Error: ER_BAD_FIELD_ERROR: Unknown column 'o.tax' in 'field list'",
    'psycopg.errors.UndefinedTable: relation "carts" does not exist',
    'SQLITE_ERROR: no such table: sessions',
    'ORA-00942: table or view does not exist',
  ],
  'program-missing': [
    '/etc/cron.daily/backup.sh: 5: /opt/mariadb-10.6/bin/mariadb-dump: not found',
    './deploy.sh: line 12: kubectl: command not found',
    'Error: spawn ffmpeg ENOENT',
    'exec: "wget": executable file not found in $PATH',
  ],
  'pool-exhausted': [
    'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
    'Error: timeout exceeded when trying to connect',
    'sqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00',
    'KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full.',
    'redis.clients.jedis.exceptions.JedisExhaustedPoolException: Could not get a resource since the pool is exhausted',
  ],
  'peer-full': [
    'FATAL: sorry, too many clients already',
    'Error: ER_CON_COUNT_ERROR: Too many connections',
    'ERR max number of clients reached',
  ],
  'waits-for-locks': [
    'ERROR 1205 (HY000): Lock wait timeout exceeded; try restarting transaction',
    'ERROR: deadlock detected (SQLSTATE 40P01)',
    'sqlite3.OperationalError: database is locked',
  ],
  'statement-timeout': [
    'ERROR: canceling statement due to statement timeout',
    'ERROR 1969 (70100): Query execution was interrupted (max_statement_time exceeded)',
  ],
  'store-refuses-writes': [
    'ReplyError: MISCONF Redis is configured to save RDB snapshots, but it is currently not able to persist on disk',
    'ERROR: cannot execute INSERT in a read-only transaction',
    'cluster_block_exception: index [orders] blocked by: [FORBIDDEN/12/index read-only / allow delete (api)]',
  ],
  'data-refused': [
    'ERROR: duplicate key value violates unique constraint "users_email_key"',
    "Error: ER_NO_DEFAULT_FOR_FIELD: Field 'region' doesn't have a default value",
    'error: strict_dynamic_mapping_exception: mapping set to strict, dynamic introduction of [x] is not allowed',
  ],
  'not-there': [
    "NOT_FOUND - no queue 'mails' in vhost '/'",
    'index_not_found_exception: no such index [products]',
    'KafkaError: UNKNOWN_TOPIC_OR_PARTITION',
  ],
  'login-refused': [
    'FATAL: password authentication failed for user "shop"',
    "Access denied for user 'shop'@'10.0.0.4' (using password: YES)",
    'WRONGPASS invalid username-password pair or user is disabled.',
    'Error: Request failed: 401 Unauthorized',
  ],
  'right-missing': [
    'ERROR: permission denied for table coupons',
    "INSERT command denied to user 'shop'@'%' for table 'audit'",
    'NOPERM this user has no permissions to run the keys command',
  ],
  'rate-limited': ['Error: Too Many Requests', 'request failed with status 429', 'ThrottlingException: Rate exceeded'],
  'peer-fails': ['GET http://stock/v1 answered 503', 'upstream returned error', 'fetch failed: 502 Bad Gateway'],
  'connections-break': ['Error: read ECONNRESET', 'MySQL server has gone away', 'dial tcp 10.1.2.3:443: connect: no route to host'],
  'message-refused': [
    'KafkaJSProtocolError: The request included a message larger than the max message size the server will accept',
    'Broker: Message size too large',
    'publish to orders failed: INVALID_RECORD One or more records have been rejected',
    'NatsError: MAX_PAYLOAD_EXCEEDED',
    'JetStreamApiError: message size exceeds maximum allowed',
  ],
  'kafka-refuses': [
    'PLT_KFK_MULTIPLE Producing messages failed.: PLT_KFK_RESPONSE Received response with error while executing API Produce(v11)',
    'KafkaJSProtocolError: The server experienced an unexpected error when processing the request',
  ],
  'kafka-unanswered': [
    'PLT_KFK_NETWORK Connection to kafka-1:9092 timed out.',
    'KafkaJSRequestTimeoutError: Request Produce(key: 0, version: 7) timed out',
    '%4|FAIL|rdkafka| Broker transport failure',
  ],
  'clock-off': ['JsonWebTokenError: token used before issued', 'RequestTimeTooSkewed: the difference is too large'],
  'library-mismatch': [
    "java.lang.NoSuchMethodError: 'void com.acme.Money.round(int)'",
    "Error: Cannot find module './handlers/refund'",
    'ModuleNotFoundError: No module named yaml',
    'error while loading shared libraries: libssl.so.1.1: cannot open shared object file',
  ],
  crashes: [
    'worker 3 exited with code 139',
    'app.service: Main process exited, code=dumped, status=11/SEGV',
    'gateway died on signal 6, restarting',
  ],
  'input-malformed': [
    'SyntaxError: Unexpected token < in JSON at position 0',
    'org.apache.kafka.common.errors.SerializationException: Error deserializing key/value',
    'cannot decode frame of device 17: bad length',
  ],
  'config-wrong': [
    'FATAL: environment variable PAYMENT_URL is not set',
    'Could not resolve placeholder "db.url" in value',
    'invalid configuration: workers must be positive',
  ],
  'licence-expired': ['ERROR license has expired on 2026-11-30', 'ERROR 授权已过期，请联系供应商', 'no valid license found, shutting down'],
  'coordination-node-missing': [
    'Code: 999, e.displayText() = Coordination::Exception: No node, path: /clickhouse/tables/01/clicks/blocks',
    'org.apache.zookeeper.KeeperException$NoNodeException: KeeperErrorCode = NoNode for /brokers/topics/orders',
  ],
  'folder-gone': [
    'java.io.IOException: The temporary upload location [/opt/shop/tomcat.8080/work/Tomcat/localhost/ROOT] is not valid',
    'ERROR 上传目录 /data/upload 不存在',
  ],
  'account-unpaid': [
    'ERROR 推送失败：短信余额不足，请充值',
    'Error: 402 Payment Required',
    'not accepted: HTTP 402 {"code":30019,"message":"Insufficient prepaid balance on account AC7731. Please top up."}',
    'openai.RateLimitError: You exceeded your current quota, please check your plan and billing details.',
  ],
  'workers-exhausted': [
    'WARNING: [pool www] server reached pm.max_children setting (5), consider raising it',
    'java.util.concurrent.RejectedExecutionException: Task rejected from java.util.concurrent.ThreadPoolExecutor',
    '[CRITICAL] WORKER TIMEOUT (pid:9)',
    '*** uWSGI listen queue of socket ":8000" (fd: 3) full !!! (101/100) ***',
    'ERROR 线程池已满，拒绝执行任务',
  ],
  'breaker-open': [
    "CallNotPermittedException: CircuitBreaker 'payment' is OPEN and does not permit further calls",
    'ERROR circuit breaker is open',
  ],
  'tls-handshake': [
    'SSL routines:ssl3_get_record:wrong version number',
    'remote error: tls: handshake failure',
    'javax.net.ssl.SSLHandshakeException: Received fatal alert: protocol_version',
  ],
  'too-large': ['ERROR 413 Request Entity Too Large', 'MulterError: File too large', 'nats: maximum payload exceeded'],
  'origin-refused': ["Reject: 'https://m.shop.example' origin is not allowed", 'Blocked by CORS policy: not allowed'],
  'mail-refused': ['554 5.7.1 Service unavailable; Client host [10.0.0.1] blocked using zen.spamhaus.org', 'Relay access denied'],
  'storage-broken': ['read /mnt/share/a.pdf: Stale file handle', 'OSError: [Errno 5] Input/output error'],
  'endpoint-gone': ['ERROR 404 Not Found from GET https://api.partner.example/v1/rates', 'HTTP 410 Gone: API version v1 is retired'],
  'consumer-thrown-out': ['CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group'],
  'offset-lost': ['OffsetOutOfRangeException: Fetch position is out of range'],
  'channel-closed': ["PRECONDITION_FAILED - inequivalent arg 'x-message-ttl' for queue 'mails'"],
  'lock-left': ['pid file /run/dump.pid exists, giving up', 'another instance is running'],
  unhandled: [
    "TypeError: Cannot read properties of undefined (reading 'id')",
    'java.lang.NullPointerException: null',
    'panic: runtime error: index out of range [3]',
  ],
};

describe('mostKnownIn()', () => {
  for (const [id, lines] of Object.entries(said))
    for (const line of lines) it(`${id}: ${line.slice(0, 70)}`, () => assert.equal(mostKnownIn([line])?.id, id));

  it('every meaning has its lines', () => assert.deepEqual(Object.keys(said).sort(), knownErrors.map(({ id }) => id).sort()));

  it('takes no ordinary line for one', () => {
    for (const line of [
      'GET /orders/429 200 503 bytes in 12 ms',
      'order 42703 has been shipped to table 7',
      'the report of the pool party is ready',
      'user logged in from 10.0.0.4',
      'slow request: 2100 ms',
      'payment declined: insufficient funds',
      'license plate 4711 read',
      'uploaded file of 413 bytes',
    ])
      assert.equal(mostKnownIn([line]), null, line);
  });

  it('tells the most frequent, and the newest line of it', () => {
    const found = mostKnownIn(['Error: read ECONNRESET', 'no such table: a', 'no such table: b']);

    assert.deepEqual(found, { id: 'schema-differs', count: 2, line: 'no such table: b', at: 0 });
    assert.equal(mostKnownIn([]), null);
  });
});
