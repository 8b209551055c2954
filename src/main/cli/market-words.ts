/** What `zhiban plugin search`, `install`, `update` and `index` say. */

import type { LocalText } from '../../domain/text.ts';

export const marketText = {
  'command.plugin.search': { en: 'search the markets of the configuration', 'zh-CN': '在配置的插件市场中搜索' },
  'command.plugin.install': { en: 'install a plugin from a market', 'zh-CN': '从插件市场安装插件' },
  'command.plugin.update': { en: 'bring plugins from markets up to date', 'zh-CN': '更新来自市场的插件' },
  'command.plugin.index': { en: 'run a market of your own: the index plugins.json', 'zh-CN': '维护自己的插件市场：索引 plugins.json' },
  'command.plugin.index.key': { en: 'make a pair of keys, and print the public one', 'zh-CN': '生成一对签名密钥，并打印公钥' },
  'command.plugin.index.add': {
    en: 'put a version into the index, and its package beside it',
    'zh-CN': '把一个版本写入索引，并把包放在旁边',
  },
  'command.plugin.index.revoke': { en: 'revoke versions: nobody shall run them any more', 'zh-CN': '撤销版本：不再允许任何人运行' },
  'command.plugin.index.sign': { en: 'sign the index; its serial grows by one', 'zh-CN': '为索引签名，序号加一' },
  'command.plugin.index.verify': { en: 'check the signature, the time and every package', 'zh-CN': '校验签名、有效期和每个包' },
  'argument.searchWords': { en: 'words; all of them must be there', 'zh-CN': '关键词，须全部命中' },
  'argument.pluginWish': { en: 'name, or name@range of versions', 'zh-CN': '名称，或 名称@版本范围' },
  'argument.indexFile': { en: 'the index, plugins.json', 'zh-CN': '索引文件 plugins.json' },
  'argument.keyFile': { en: 'file for the private key', 'zh-CN': '私钥文件' },
  'argument.packagePlace': { en: 'a folder, a .tgz, or npm:NAME@VERSION', 'zh-CN': '目录、.tgz 文件，或 npm:包名@版本' },
  'argument.revokedVersions': { en: 'name@version, or name@range', 'zh-CN': '名称@版本，或 名称@版本范围' },
  'option.market': { en: 'only from this market', 'zh-CN': '只从这个市场安装' },
  'option.marketName': { en: 'name of the market, for a new index', 'zh-CN': '市场名称，新建索引时需要' },
  'option.packageUrl': { en: 'where the package will lie, if not beside the index', 'zh-CN': '包的最终地址，不与索引放在一起时给出' },
  'option.asFiles': { en: 'single files instead of a .tgz', 'zh-CN': '以单个文件发布，不打成 .tgz' },
  'option.revokeReason': { en: 'why, for people who have it', 'zh-CN': '原因，展示给已安装的人' },
  'option.revokeReasonChinese': { en: 'the same in Chinese', 'zh-CN': '原因（中文）' },
  'option.signKey': { en: 'file of the private key; twice while keys change', 'zh-CN': '私钥文件；轮换密钥期间可给出两个' },
  'option.signDays': { en: 'how long the index is good for, default 90', 'zh-CN': '索引有效天数，默认 90' },
  'option.publicKey': { en: 'trusted public key; default from the configuration', 'zh-CN': '受信任的公钥，默认取自配置' },
  'market.none': {
    en: 'No plugin market: put one under pluginMarkets in {file}, with its name, url and publicKey',
    'zh-CN': '尚未配置插件市场：请在 {file} 的 pluginMarkets 中填写 name、url 和 publicKey',
  },
  'market.problem': { en: 'Market {name}: {reason}', 'zh-CN': '插件市场 {name}：{reason}' },
  'market.expired': {
    en: 'Market {name}: its index has expired at {at} and is not used',
    'zh-CN': '插件市场 {name}：索引已于 {at} 过期，不再使用',
  },
  'market.nothing': { en: 'Nothing found', 'zh-CN': '没有找到' },
  'market.brackets': { en: ' ({text})', 'zh-CN': '（{text}）' },
  'market.state.free': { en: '—', 'zh-CN': '—' },
  'market.state.installed': { en: 'installed', 'zh-CN': '已安装' },
  'market.state.unfit': { en: 'for another Zhiban', 'zh-CN': '版本不适用' },
  'market.state.revoked': { en: 'revoked', 'zh-CN': '已撤销' },
  'market.from': { en: 'from the market {market}', 'zh-CN': '来自插件市场 {market}' },
  'market.confirm': { en: 'Install it with these rights? [y/N] ', 'zh-CN': '以上述权限安装？[y/N] ' },
  'market.badWish': {
    en: "'{wish}' is not a plugin with versions: expected NAME or NAME@RANGE, such as gauge@^1.2.0",
    'zh-CN': "'{wish}' 格式有误：应为 名称 或 名称@版本范围，例如 gauge@^1.2.0",
  },
  'market.there': { en: '{name} {version} from {market} is installed already', 'zh-CN': '已安装 {name} {version}（{market}）' },
  'market.installed': {
    en: '{name} {version} is installed; it runs from the next start of Zhiban on',
    'zh-CN': '已安装 {name} {version}，下次启动值班时生效',
  },
  'market.declined': { en: '{name} {version} was not installed', 'zh-CN': '未安装 {name} {version}' },
  'market.noneInstalled': { en: 'No plugin came from a market', 'zh-CN': '没有来自市场的插件' },
  'market.newest': { en: '{name} {version} is the newest', 'zh-CN': '{name} {version} 已是最新' },
  'market.away': {
    en: '{name} {version}: its market {market} could not be used, so nothing is known of newer versions',
    'zh-CN': '{name} {version}：无法使用其市场 {market}，不清楚有无新版本',
  },
  'market.failed': { en: '{name} stays at {version}: {reason}', 'zh-CN': '{name} 保持 {version}：{reason}' },
  'market.stuck': {
    en: '{name}: {reason}. There is no newer version: zhiban plugin remove {name}, or install an older one by NAME@VERSION',
    'zh-CN': '{name}：{reason}。没有更新的版本：请运行 zhiban plugin remove {name}，或用 名称@版本 安装旧版本',
  },
  'market.keyThere': { en: '{file} is there already, and is not written over', 'zh-CN': '{file} 已存在，不会覆盖' },
  'market.keyMade': {
    en: 'The private key is in {file}: keep it, and keep it to yourself. This is the public one, for pluginMarkets[].publicKey:',
    'zh-CN': '私钥已写入 {file}，请妥善保管、切勿外传。以下公钥填入 pluginMarkets[].publicKey：',
  },
  'market.offered': {
    en: '{name} {version} is in {file}; next: zhiban plugin index sign {file} --key FILE',
    'zh-CN': '已将 {name} {version} 写入 {file}；下一步：zhiban plugin index sign {file} --key 私钥文件',
  },
  'market.revoked': {
    en: '{name}@{versions} is revoked in {file}; it holds once the index is signed and published',
    'zh-CN': '已在 {file} 中撤销 {name}@{versions}，签名并发布后生效',
  },
  'market.needsKey': { en: 'Give the private key: --key FILE', 'zh-CN': '请用 --key 指定私钥文件' },
  'market.signed': {
    en: '{file} is signed: serial {serial}, good until {expires}',
    'zh-CN': '已为 {file} 签名：序号 {serial}，有效期至 {expires}',
  },
  'market.verified': {
    en: 'The market {market} is sound: serial {serial}, {count} versions, good until {expires}',
    'zh-CN': '插件市场 {market} 校验通过：序号 {serial}，共 {count} 个版本，有效期至 {expires}',
  },
  'market.faulty': {
    en: 'The index of {market} is signed (serial {serial}), but some of its {count} versions can’t be installed',
    'zh-CN': '插件市场 {market} 的索引签名有效（序号 {serial}），但 {count} 个版本中有无法安装的',
  },
  'market.badPackage': {
    en: "'{spec}' is not a package with its version: expected npm:NAME@1.2.3",
    'zh-CN': "'{spec}' 格式有误：应为 npm:包名@1.2.3",
  },
  'market.otherVersion': {
    en: 'The package is {version}, and its zhiban-plugin.json says {found}',
    'zh-CN': '包版本是 {version}，但 zhiban-plugin.json 中写的是 {found}',
  },
  'market.needsName': {
    en: 'There is no index yet: give the name of the market, --market NAME',
    'zh-CN': '索引尚不存在：请用 --market 给出市场名称',
  },
  'market.badKey': { en: "'{key}' is no public key: expected ed25519:…", 'zh-CN': "'{key}' 不是公钥：应为 ed25519:…" },
  'market.noKey': {
    en: 'Nobody says which key is trusted for {market}: give --public-key',
    'zh-CN': '不清楚市场 {market} 应信任哪个公钥：请用 --public-key 给出',
  },
  'market.keyUnread': { en: 'The key {file} cannot be read', 'zh-CN': '无法读取私钥文件 {file}' },
  'column.market': { en: 'MARKET', 'zh-CN': '市场' },
  'column.summary': { en: 'SUMMARY', 'zh-CN': '说明' },
} as const satisfies Readonly<Record<string, LocalText>>;
