/** Whether an error says more than that something failed. */

const ids = /\b[\w.-]*(?:req(?:uest)?|trace|span|correlation|session|user|order)[\w-]*[=:] ?\S+/gi;
const requests = /"?\b(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\b \S+(?: HTTP\/[\d.]+"?)?/g;
const holes = /<[a-z*]+>|«[^»]*»|\b[\da-f]{8,}\b|\b\d+(?:\.\d+)?(?:ms|s|%|kb|mb)?\b/gi;
const bareChinese = /请求|接口|调用|处理|服务器?|内部|返回|响应|状态码?|错误码?|错误|失败|异常|出错|发生|系统|未知/g;
const bare = new Set(
  (
    'a an and api at by call code completed error errors exception err failed failure failing fail for handler handling has http https in ' +
    'internal in is of occurred on operation processing request requests response responded returned answered result server service ' +
    'something status system the this to unexpected unhandled unknown was went while with wrong route uri path method duration ms ' +
    'msg message level error fatal critical severe warn warning'
  ).split(' '),
);

/** Pure: `POST /orders 500 request failed` says only that; `POST /orders failed: card expired` says why. */
export function saysWhy(error: string): boolean {
  const text = error.replace(requests, ' ').replace(ids, ' ').replace(holes, ' ').replace(bareChinese, ' ');
  const words = text.match(/\p{L}[\p{L}\d_]*/gu) ?? [];
  return words.some((word) => word.length > 1 && !bare.has(word.toLowerCase()));
}
