/** Addresses and numbers as everybody may see them: enough to know one's own, not enough to use another's. */

/** `l***@example.com` */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return at < 1 ? '***' : `${email.slice(0, 1)}***${email.slice(at)}`;
}

/** `+86138****8000` */
export function maskPhone(phone: string): string {
  return phone.length < 9 ? '****' : `${phone.slice(0, -8)}****${phone.slice(-4)}`;
}
