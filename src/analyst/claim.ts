/** What an alert or somebody who asks claims: that something is wrong, that there is more to do, or nothing; and of what. */

/**
 * `wrong`: something is wrong, and they want to know why, said with or without a question. `whether`: whether what they name is so.
 * `anything`: whether all is well, of which nothing needs to be named.
 */
export type QuestionKind = 'wrong' | 'whether' | 'anything';

/** Asked by people who have seen that something is wrong, not by those who want to know whether it is. */
const asksWhy =
  /\bwhy\b|\bhow come\b|what(’|')?s? (is )?(wrong|causing)|what (caused|causes|broke|happened)|root cause|为什么|为啥|为何|怎么(回事|会|没|不|一直|又|了|总|都|老|变)|咋|(什么|啥)(情况|原因)|出了?(什么|啥)(问题|事|故障|毛病)|原因是什么|根(本原)?因|原因(何在|在哪|出在)|发生了什么|去哪(里|儿)?了|哪(里|儿)?去了|\bwhere (did|do|have|has|are|is)\b.{0,40}\b(go|gone|went|disappear|vanish)|(哪里|什么地方)(的|有|出)?了?问题/i;
/** The answer is yes or no, or how it is. */
const asksWhether =
  /^\W*(is|are|was|were|does|do|did|has|have|had|can|could|will|any|anything|how)\b|[?？]\s*$|^\W*(please )?(check(?! ?out)|inspect|look (at|into))\b|\b(status|health) of\b|吗|是否|是不是|有没有|能不能|怎么样|检查|巡检|看看|看一下|状态/i;
/** Of everything, or of how it is on the whole. */
const asksOfAll =
  /\b(everything|anything|all|ok(ay)?|well|fine|healthy|health|normal|good|up|alive|running|working|status|state|any (problems?|issues?|incidents?|trouble|alerts?|faults?))\b|一切|全部|所有|整体|正常|健康|还好|好吗|怎么样|状态|(有没有|有|什么)(什么)?(问题|异常|故障|告警)|检查|巡检/i;

const load =
  /traffic|requests?|calls?|called|commands?|transactions?|messages?|sessions?|threads?|throughput|packets?|connections?|queries|users|visitors|clients|events|alerts|samples|lines|bytes|writes|reads|bandwidth|\b[qtr]ps\b|流量|请求|调用|事务|消息|会话|吞吐|命令|连接|查询|用户|事件|告警|写入|读取|带宽/i;
const moreThan =
  /\b(more|higher|above|busier|increased?|increas(es|ing)|rises?|rising|rose|spikes?|surges?|peaks?|doubled|tripled|times (as|the)|twice|as (many|much|often))\b|\d+ ?x\b|倍|升高|上升|增加|增长|激增|突增|高于|超过|多于/i;
const complaint =
  /fail|error|slow|time[sd]? ?out|refus|reject|lost|loses|losing|miss|down\b|drop|wait|stuck|hang|den(y|ied)|unavailable|cannot|can(’|')t|full|leak|latenc|backlog|pending|lag|unhealthy|broken|wrong|\bnot\b|n(’|')t\b|\b[45](xx|\d\d)\b|失败|错误|慢|超时|拒绝|丢|中断|等待|卡|不可用|满|泄漏|延迟|积压|异常|不对|不正常|错|[连打登写用下传收发][不](上|开|进|了|动|到|出)|没收到|没反应|无响应|没有响应|不通|挂了|挂掉|崩|宕|掉线/i;
const error =
  /\b(denied|not (allowed|authori[sz]ed|permitted)|unauthori[sz]ed|forbidden|violation|SQLSTATE|ORA-\d+|[A-Z]{2,}Exception)\b|\berror:? ?(code )?\(?\d{3,5}\b|\(\d{4,5}\)|\b(WRONGPASS|NOPERM|NOAUTH|MISCONF|READONLY|WRONGTYPE|CROSSSLOT|CLUSTERDOWN|OOM command)\b|\b(can(no|’|')t|unable to|fails? to|could not) (log ?in|sign ?in|authenticate)|\b(log ?in|authentication)s? (is |was |are )?(fail|refus|reject)|(登录|认证|鉴权)(失败|被拒|不了|不上)|登不[上进]|无权|没有权限|权限不足|被拒绝|报错|错误码/i;
const past =
  /\b(last (night|week|month)|yesterday|earlier|this morning|\d+ (minutes|hours|days) ago)\b|\bwhy (was|were|did|had)\b|昨(晚|夜|天)|前天|凌晨|今早|刚才|之前|上周/i;

export function questionKindOf(question: string): QuestionKind {
  // Nothing is said: a look round, as a patrol takes it.
  if (question.trim() === '') return 'anything';
  if (asksWhy.test(question)) return 'wrong';
  const isAsked = asksWhether.test(question);
  if (!isAsked && complaint.test(question)) return 'wrong';
  return isAsked && asksOfAll.test(question) ? 'anything' : 'whether';
}

/** It says that there is more to do than usual and of nothing that it goes wrong: that all is well is the answer. */
export function claimsOnlyLoad(claim: string): boolean {
  return load.test(claim) && moreThan.test(claim) && !complaint.test(claim);
}

/** It repeats an error that somebody was given: looks that find nothing do not make that untrue. */
export function quotesError(claim: string): boolean {
  return error.test(claim);
}

/** It asks of a time that is over: what is measured now says little of it. */
export function isOfThePast(question: string): boolean {
  return past.test(question);
}
