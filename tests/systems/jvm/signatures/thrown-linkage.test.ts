import { thrownLinkageSignatures } from '../../../../src/systems/jvm/signatures/thrown-linkage.ts';
import { jvmSignatures } from '../../../../src/systems/jvm/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('jvm', jvmSignatures, [
  ['java.lang.NoClassDefFoundError: com/acme/Codec', 'class-missing'],
  ["java.lang.NoSuchMethodError: 'void com.acme.Codec.read(int)'", 'library-versions-conflict'],
  [
    'UnsupportedClassVersionError: com/acme/Main has been compiled by a more recent version of the Java Runtime',
    'class-version-unsupported',
  ],
  ['InaccessibleObjectException: module java.base does not "opens java.lang" to unnamed module @1', 'module-closed'],
  [
    'SSLHandshakeException: PKIX path building failed: unable to find valid certification path to requested target',
    'certificate-untrusted',
  ],
  ['CertificateExpiredException: NotAfter: Mon Nov 30 00:00:00 UTC 2026', 'certificate-expired'],
  ['CertificateException: No subject alternative DNS name matching db.corp found.', 'certificate-wrong-name'],
  ['SSLHandshakeException: Received fatal alert: handshake_failure', 'handshake-refused'],
  ['java.net.UnknownHostException: db.corp', 'host-not-resolved'],
  ['java.net.BindException: Address already in use', 'port-in-use'],
  ['java.net.ConnectException: Cannot assign requested address', 'local-ports-exhausted'],
]);

judgeQuotes('jvm', thrownLinkageSignatures, [
  ['which class uses the most memory, and is its version supported?', null],
  ['is the host unknown, or its port in use?', null],
]);
