/** What a command does to keys, by its name as CLIENT LIST and INFO commandstats write it. */

/** Asks for keys and takes nothing away; what waits for items or takes them (`blpop`, `lpop`) finds an empty key in good order. */
export const readsKeys =
  /^(m?get|getex|getrange|getbit|bitcount|exists|p?ttl|strlen|hm?get|hgetall|hexists|hlen|hkeys|hvals|smembers|sm?ismember|scard|z(rev)?range(by(score|lex))?|zm?score|zcard|zcount|z(rev)?rank|lrange|llen|lindex|json\.m?get)$/;

/** Puts something there. Deleting and renewing (`expire`) fill nothing. */
export const fillsKeys =
  /^(set|setex|psetex|setnx|setrange|setbit|m?setnx|mset|getset|append|incr(by|byfloat)?|decr(by)?|hm?set|hsetnx|hincrby(float)?|sadd|zadd|zincrby|[lr]pushx?|linsert|xadd|pfadd|geoadd|restore|copy|s(union|inter|diff)store|z(union|inter|diff|range)store|json\.m?set)$/;
