import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unmountedOf } from '../../../../src/systems/linux/parse/unmounted.ts';

const mounts = '22 1 254:0 / / rw - ext4 /dev/vda rw\n30 22 254:16 / /data rw - xfs /dev/vdb rw\n';
const fstab = `# comment
UUID=1 / ext4 defaults 0 1
/dev/vdb /data/ xfs defaults 0 2
/dev/vdc /srv/orders ext4 nofail 0 2
files:/export /mnt/share nfs noauto 0 0
/swap none swap sw 0 0
tmpfs /scratch tmpfs size=1g 0 0
`;

test('unmountedOf() names what is to be mounted at the start and is not', () => {
  assert.deepEqual(unmountedOf(fstab, mounts), [{ mount: '/srv/orders', device: '/dev/vdc' }]);
});

test('unmountedOf() says nothing where the mounts could not be read', () => {
  assert.deepEqual(unmountedOf(fstab, ''), []);
});
