import { refusedSignatures } from '../../../../src/systems/docker/signatures/refused.ts';
import { dockerSignatures } from '../../../../src/systems/docker/signatures.ts';
import { judgeQuotes } from '../../judge-quotes.ts';

judgeQuotes('docker', dockerSignatures, [
  ['OCI runtime create failed: runc create failed: exec: "gunicorn": executable file not found in $PATH: unknown', 'command-missing'],
  ['exec /entrypoint.sh: no such file or directory', 'command-missing'],
  ['Are you trying to mount a directory onto a file (or vice-versa)?', 'mount-mismatch'],
  ['invalid mount config for type "bind": bind source path does not exist: /srv/app', 'mount-mismatch'],
  ['Conflict. The container name "/api" is already in use by container "0f3a"', 'container-name-taken'],
  ['could not find an available, non-overlapping IPv4 address pool among the defaults', 'address-pools-exhausted'],
  ['iptables failed: iptables --wait -t nat -A DOCKER: iptables: No chain/target/match by that name.', 'firewall-chains-missing'],
  ['failed to register layer: write /usr/lib/a.so: no space left on device', 'data-root-full'],
  ['could not select device driver "" with capabilities: [[gpu]]', 'gpu-runtime-missing'],
  ['permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock', 'client-socket-denied'],
  ['Error response from daemon: client version 1.24 is too old. Minimum supported API version is 1.44', 'api-version-differs'],
  ['OCI runtime create failed: unable to apply cgroup configuration: unknown', 'runtime-create-failed'],
  ['Bind for 0.0.0.0:8080 failed: port is already allocated', 'port-conflict'],
  ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 'daemon-gone'],
]);

judgeQuotes('docker', refusedSignatures, [
  ['is there no space left for the containers?', null],
  ['which container has the name api, and what does it mount?', null],
]);
