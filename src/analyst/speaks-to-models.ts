/**
 * Whether text from a system or an alert addresses a model instead of telling what happened. A second line only:
 * rights don't depend on it. Where it is true, nothing is suggested that signatures don't support.
 */

import { withoutInvisible } from './fence.ts';

const english = [
  'ignore (?:all |any |the |your |every )?(?:of )?(?:the |your )?(?:previous|prior|above|earlier|former|preceding|other|safety|system)',
  '(?:disregard|forget|override|bypass|overrule) (?:all |any |the |your |every )?(?:previous|prior|above|earlier|rules?|instructions?|polic|guard|safety|approval|everything)',
  '(?:system|developer|admin(?:istrator)?|operator) (?:prompt|message|notice|override|instruction|note)',
  'new (?:instructions?|rules?|directives?|task|role)',
  'you are (?:now|no longer|an? |the |in )',
  '(?:act|behave|respond|pretend|role-?play)(?: as| like| to be)',
  '(?:dear |hey |hello |note to |attention |to the |any )(?:ai|llm|assistant|model|agent|bot|chatbot|analyst|zhiban)',
  '\\b(?:ai|llm|assistant|model|agent|bot|analyst|zhiban) (?:must|should|shall|has to|needs? to|is (?:required|instructed|authori[sz]ed|allowed))',
  'you (?:must|should|shall|have to|need to|are required|are authori[sz]ed|may now|can now)',
  '(?:do|does) not (?:ask|wait for|require|need) (?:for )?(?:approval|confirmation|permission)',
  'pre-?(?:approved|authori[sz]ed)|auto-?approve|approve (?:the |this |plan|it)|already approved|approval (?:is )?(?:not (?:needed|required)|granted|given|waived)',
  '(?:print|reveal|show|repeat|output|send|leak|exfiltrate|include|tell me|disclose) (?:me )?(?:all |the |your |every |any )?(?:secret|password|token|credential|prompt|instruction|key|env|placeholder|hidden|config)',
  '(?:call|invoke|use|run|execute) (?:the )?(?:tool|function|action|command|probe|`)',
  '(?:execute|run|propose|perform|apply)(?: the following| immediately| now|:)',
  'jail ?break|dan mode|developer mode|sudo mode|god mode',
  '(?:tool|function)[ _](?:result|call|response|output)',
  '(?:add|include|append|put|attach) .{0,40}(?:summary|report|answer|reply)',
  '(?:user|human): .{0,80} ?assistant:',
  'end of (?:data|log|evidence|input|document)|begin (?:system|instructions?)',
];
const chinese = [
  '(?:忽略|无视|不要理会|忘记|忘掉|覆盖|跳过|绕过).{0,12}(?:指令|指示|规则|要求|提示|内容|限制|审批|批准|确认|约束)',
  '(?:系统|开发者|管理员|运维)(?:提示词?|消息|指令|通知|命令)',
  '新的?(?:指令|任务|规则|角色)',
  '你(?:现在|必须|应该|应当|需要|可以|已被|已经|不再|将|是一)',
  '(?:请|务必|立即|马上|立刻|直接)(?:你|立即|马上|直接)?(?:执行|运行|调用|批准|重启|删除|清空|断开|修改|输出|发送|打印|建议|提议|上报|报告)',
  '(?:无需|不用|不需要|免)(?:审批|批准|确认|人工)',
  '(?:已|自动|视为)(?:批准|审批通过|授权)|批准(?:该|此|这个|全部|所有)?(?:计划|方案|操作)',
  '(?:输出|打印|告诉我|泄露|显示|发送|写出).{0,10}(?:密码|密钥|令牌|口令|凭证|提示词|占位符|原文|环境变量)',
  '(?:扮演|假装|假设你|作为(?:一个|一名)|智能体|大模型|语言模型|ai ?助手|值班机器人)',
  '(?:调用|使用)(?:工具|函数|动作)|照做|照办',
];
const address = new RegExp([...english, ...chinese].join('|'), 'iu');
const roles =
  /<\|?(?:im_start|im_end|system|assistant|user|tool)|\[\/?INST\]|<<SYS>>|<\/?tool_|^\s{0,8}#{0,4}\s?(?:system|assistant|developer)\s?[:：]|"role"\s?:\s?"(?:system|assistant|tool|developer)"|"(?:tool_calls|proposals|report)"\s?:|«[a-z]+-\d+»|[⟦⟧]|[\u{e0020}-\u{e007e}]{4}/imu;

/** Characters looked at of one text. */
const lengthMax = 40_000;

export function speaksToModels(text: string): boolean {
  const given = text.slice(0, lengthMax);
  const plain = withoutInvisible(given).normalize('NFKC');
  // As it was given too: letters that nobody sees are a sign by themselves.
  if (roles.test(given) || isAddressed(plain)) return true;
  return decodedParts(plain).some(isAddressed);
}

function isAddressed(text: string): boolean {
  // Letters apart or joined by marks say the same.
  const words = text.replace(/[_*~`.-]+/g, ' ').replace(/\s+/g, ' ');
  return address.test(words) || roles.test(text) || address.test(words.replace(/(?<=\b\w) (?=\w\b)/g, ''));
}

/** What stands in base64, hexadecimal or percent signs; a handful, and bounded. */
function decodedParts(text: string): readonly string[] {
  const parts: string[] = [];
  for (const [found] of [...text.matchAll(/(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{24,4000}={0,2}/g)].slice(0, 8)) {
    parts.push(Buffer.from(found, 'base64').toString('utf8'));
    if (/^[0-9a-f]+$/i.test(found)) parts.push(Buffer.from(found, 'hex').toString('utf8'));
  }
  if (/%[0-9a-f]{2}/i.test(text))
    parts.push(text.replace(/%([0-9a-f]{2})/gi, (_whole, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))));
  return parts;
}
