import { thrownMemorySignatures } from '../../../../src/systems/jvm/signatures/thrown-memory.ts';
import { jvmSignatures } from '../../../../src/systems/jvm/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('jvm', jvmSignatures, [
  ['java.lang.OutOfMemoryError: Java heap space', 'java-heap-space'],
  ['java.lang.OutOfMemoryError: GC overhead limit exceeded', 'java-heap-space'],
  ['java.lang.OutOfMemoryError: Requested array size exceeds VM limit', 'array-too-large'],
  [
    'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
    'native-thread-refused',
  ],
  ['There is insufficient memory for the Java Runtime Environment to continue.', 'native-memory-refused'],
  ['java.lang.StackOverflowError', 'stack-overflow'],
  ['java.net.SocketException: Too many open files', 'open-files-exhausted'],
  ['RejectedExecutionException: Task a.B@1 rejected from java.util.concurrent.ThreadPoolExecutor@2', 'executor-saturated'],
  ['java.lang.OutOfMemoryError: Metaspace', 'metaspace-full'],
  ['java.lang.OutOfMemoryError: Cannot reserve 1048576 bytes of direct buffer memory (allocated: 1, limit: 2)', 'direct-memory'],
  ['HikariPool-1 - Connection is not available, request timed out after 30000ms.', 'pool-exhausted'],
]);

judgeQuotes('jvm', thrownMemorySignatures, [
  ['how much Java heap space has this program, and how many native threads?', null],
  ['the stack of the site overflows with tickets', null],
]);
