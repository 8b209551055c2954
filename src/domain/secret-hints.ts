/**
 * Whether a text is worth looking at for secrets: a cheap first look, since nearly all that comes in holds none. It names something that
 * every pattern of `mask-secrets.ts` needs; a new pattern there needs its word here. When in doubt it says yes.
 */

/** Words of names, commands and prose, read without what may stand between their letters in a name. */
const words =
  /pass|pw|secret|token|key|auth|cred|cookie|otp|[cx]srf|dsn|connectionstring|hook|psk|sess|signature|bearer|basic|user|identified|scram|flashcat|qyapi|dingtalk|ftqq|dayapp|密码|口令|密钥|秘钥|令牌|凭证|私钥|授权码/i;

/** How things that are secrets by themselves begin, flags of command lines, and accounts in addresses. */
const shapes =
  /[@$]|[ \t]--?[A-Za-z]|:AA|(?<![\w-])[tuac]-|eyJ|AKIA|ASIA|AROA|AIDA|AGPA|ANPA|ABIA|ACCA|LTAI|AKID|AKLT|SEC[0-9a-f]|AIza|ya29|GOCSPX|xox|xapp|gh[pousr]_|github_|gl[a-z]{2,4}-|sk-|[srp]k_|whsec_|npm_|pypi-|hf_|dop_v|dapi|shpat_|sq0csp|rubygems_|figd_|PMAK|glsa_|hv[sbr]\.|SG\./;

export function mayHoldSecret(text: string): boolean {
  return shapes.test(text) || words.test(/[-_.:]/.test(text) ? text.replace(/[-_.:]/g, '') : text);
}
