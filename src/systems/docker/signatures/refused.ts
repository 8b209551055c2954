/** What the engine refuses whoever creates or starts a container, by what it answers. */

import { quotedErrors } from '../../quoted-error.ts';
import { unlessSaid } from '../../unless-said.ts';

export const refusedSignatures = quotedErrors('docker', 'daemon', [
  {
    id: 'command-missing',
    severity: 'critical',
    title: {
      'zh-CN': '容器的命令不存在或不可执行，起不来',
      en: 'The command of the container is missing or not executable: it cannot start',
    },
    explanation: {
      'zh-CN': '镜像里没有这个程序或没有执行权限：命令写错、镜像变了、卷盖住了程序所在目录，或脚本首行的解释器不存在（含 Windows 换行）。',
      en: 'The image lacks the program or it is not executable: the command is wrong, the image changed, a volume hides its directory, or the interpreter in its first line does not exist (also with Windows line ends).',
    },
    quoted:
      'executable file not found in \\$PATH|exec: "[^"]+": (permission denied|no such file or directory|stat )|exec [/\\w.-]+: (no such file or directory|permission denied)',
    probes: ['containers'],
    advice: {
      'zh-CN': '用 docker run --entrypoint sh 进镜像看路径与权限；对照上一个镜像与挂载。',
      en: 'Look at path and mode with docker run --entrypoint sh; compare with the image before and with its mounts.',
    },
    source: 'docs.docker.com: docker run, exit status 126 and 127',
  },
  {
    id: 'mount-mismatch',
    title: {
      'zh-CN': '挂载源不存在或类型不符，容器起不来',
      en: 'The source of a mount is missing or of another type: the container cannot start',
    },
    explanation: {
      'zh-CN': '把目录挂到文件上（主机上没有该文件时 Docker 会建一个同名目录），或挂载的路径在主机上不存在。',
      en: 'A directory is mounted onto a file (where the host lacks the file, Docker makes a directory of that name), or the path is not there on the host.',
    },
    quoted: 'trying to mount a directory onto a file|bind source path does not exist|error mounting .{1,300}: not a directory',
    probes: ['containers'],
    advice: {
      'zh-CN': '核对主机上的路径（相对路径按 compose 文件所在目录）；删掉误建的目录，放好文件再启动。',
      en: 'Check the path on the host (relative ones start at the compose file); remove the directory that was made by mistake and put the file there.',
    },
    source: 'docs.docker.com: Bind mounts',
  },
  {
    id: 'container-name-taken',
    title: { 'zh-CN': '容器名已被占用，建不出来', en: 'The name is taken by another container: it cannot be created' },
    explanation: {
      'zh-CN': '同名的容器（可能已停止）还在：上次部署没有清理，或两个项目用了同一个名字。',
      en: 'A container of that name is still there, maybe stopped: the last deployment left it, or two projects use one name.',
    },
    quoted: 'Conflict\\. The container name "[^"]+" is already in use',
    probes: ['containers'],
    advice: {
      'zh-CN': '确认它不再需要后 docker rm，或给新容器换名；一次性任务用 --rm。',
      en: 'Remove it with docker rm once it is not needed, or use another name; run one-off jobs with --rm.',
    },
    source: 'docs.docker.com: docker container rename',
  },
  {
    id: 'address-pools-exhausted',
    title: { 'zh-CN': '网络地址池用尽，建不出新网络', en: 'The address pools are exhausted: no more networks can be created' },
    explanation: {
      'zh-CN': '默认地址池只够约 30 个网络：残留的 compose、CI 网络没有清理，或与 VPN 路由重叠。',
      en: 'The default pools make about 30 networks: those of old compose projects or CI were left, or they overlap with routes of a VPN.',
    },
    quoted:
      'non-overlapping IPv4 address pool|all predefined address pools have been fully subnetted|Pool overlaps with other one on this address space',
    advice: {
      'zh-CN': '用 docker network ls 看残留，docker network prune 清理；在 daemon.json 设 default-address-pools 的更小子网。',
      en: 'See what was left with docker network ls and clear it with docker network prune; set smaller subnets in default-address-pools of daemon.json.',
    },
    source: 'docs.docker.com: Networking, default-address-pools',
  },
  {
    id: 'firewall-chains-missing',
    severity: 'critical',
    title: {
      'zh-CN': 'Docker 的 iptables 链丢失，端口发布失败',
      en: 'The iptables chains of Docker are missing: ports cannot be published',
    },
    explanation: {
      'zh-CN': '防火墙被重载或清空（firewalld、iptables -F、另一工具），DOCKER 链没有了。',
      en: 'The firewall was reloaded or flushed (firewalld, iptables -F, another tool), and the DOCKER chains are gone.',
    },
    quoted: 'iptables.{0,300}(No chain/target/match by that name|Chain .DOCKER[\\w-]*. does not exist)',
    advice: {
      'zh-CN': '重启 dockerd 重建链（开了 live-restore 时容器不停）；让防火墙重载之后再启动 Docker。',
      en: 'Restart dockerd, which makes them again (with live-restore containers keep running); have the firewall reload before Docker.',
    },
    source: 'docs.docker.com: Packet filtering and firewalls',
  },
  {
    id: 'data-root-full',
    severity: 'critical',
    title: {
      'zh-CN': '磁盘写满（no space left on device），拉取、构建或写入失败',
      en: 'Disk full (no space left on device): pulls, builds or writes fail',
    },
    explanation: {
      'zh-CN': 'Docker 数据目录或挂载卷所在的磁盘（或 inode）用尽：旧镜像、构建缓存、没有上限的日志，或容器自己写的文件。',
      en: 'The disk (or its inodes) of Docker’s data directory or of a volume is used up: old images, build cache, logs without a limit, or what containers write.',
    },
    // A /dev/shm that is full is another fault.
    quoted: unlessSaid('/dev/shm|shared memory', 'no space left on device'),
    probes: ['disk'],
    advice: {
      'zh-CN':
        '看 df -h、df -i 与 docker system df；清构建缓存（docker builder prune）与悬空镜像，给日志设 max-size；不要删 overlay2 里的文件。',
      en: 'See df -h, df -i and docker system df; prune build cache (docker builder prune) and dangling images, give logs a max-size; never delete inside overlay2.',
    },
    source: 'docs.docker.com: Prune unused Docker objects',
  },
  {
    id: 'gpu-runtime-missing',
    title: { 'zh-CN': 'GPU 运行时不可用，容器起不来', en: 'The GPU runtime is not available: the container cannot start' },
    explanation: {
      'zh-CN': '没有安装或配置 NVIDIA Container Toolkit，或驱动与内核不匹配（多在内核升级后）。',
      en: 'The NVIDIA Container Toolkit is not installed or configured, or driver and kernel do not match, mostly after a kernel upgrade.',
    },
    quoted: 'could not select device driver ".{0,40}" with capabilities|nvidia-container-cli: |unknown or invalid runtime name: nvidia',
    advice: {
      'zh-CN': '在主机上跑 nvidia-smi；nvidia-ctk runtime configure 后重启 dockerd。',
      en: 'Run nvidia-smi on the host; nvidia-ctk runtime configure, then restart dockerd.',
    },
    source: 'docs.nvidia.com: Container Toolkit, troubleshooting',
  },
  {
    id: 'client-socket-denied',
    title: {
      'zh-CN': '用户无权访问 Docker 套接字（permission denied）',
      en: 'The user may not access the Docker socket (permission denied)',
    },
    explanation: {
      'zh-CN': '执行者不在 docker 组，或套接字的属主、模式变了；守护进程本身是好的。',
      en: 'Whoever runs the command is not in the group docker, or owner or mode of the socket changed; the daemon itself may be well.',
    },
    quoted: 'permission denied while trying to connect to the (Docker daemon socket|docker API)',
    advice: {
      'zh-CN': '把该用户加入 docker 组（等同 root 权限）并重新登录，或用 rootless 模式。',
      en: 'Add the user to the group docker (which equals root) and log in again, or use rootless mode.',
    },
    source: 'docs.docker.com: Linux post-installation steps',
  },
  {
    id: 'api-version-differs',
    title: { 'zh-CN': '客户端与引擎的 API 版本不兼容', en: 'The API versions of client and engine are incompatible' },
    explanation: {
      'zh-CN': '引擎升级后不再接受旧的 API 版本（29 起最低 1.44），或客户端比引擎新。',
      en: 'An upgraded engine no longer takes an old API version (1.44 at least since 29), or the client is newer than the engine.',
    },
    quoted: 'client version [\\d.]+ is too (old|new)',
    advice: {
      'zh-CN': '升级该客户端（Traefik、Portainer、CI 插件等）；应急设 DOCKER_API_VERSION 或引擎的 min-api-version。',
      en: 'Upgrade that client (Traefik, Portainer, CI plugins and so on); meanwhile set DOCKER_API_VERSION, or min-api-version of the engine.',
    },
    source: 'docs.docker.com: Engine API, versioned API',
  },
  {
    id: 'runtime-create-failed',
    role: 'symptom',
    title: {
      'zh-CN': '容器运行时创建失败（OCI runtime create failed）',
      en: 'The runtime fails to create the container (OCI runtime create failed)',
    },
    explanation: {
      'zh-CN': 'runc 没能建立容器：多为命令、挂载、cgroup 或安全设置（seccomp、AppArmor）的问题，原因在这句话的末尾。',
      en: 'runc could not set the container up: mostly its command, a mount, cgroups or a security setting (seccomp, AppArmor); the reason is at the end of that line.',
    },
    quoted: unlessSaid(
      'executable file not found|exec format error|mount a directory onto a file|nvidia-container-cli|exec: "|not a directory|no space left',
      'OCI runtime create failed',
    ),
    probes: ['containers'],
    advice: {
      'zh-CN': '看报错末尾与 dockerd 的日志；对照最近的内核、runc 升级与容器参数。',
      en: 'Read the end of the error and the log of dockerd; compare with the last upgrade of kernel or runc and with the options of the container.',
    },
    source: 'opencontainers: runc create',
  },
]);
