import { existsSync } from 'node:fs';
import { createServer } from 'node:http';

createServer((_req, res) =>
  res.end(
    JSON.stringify(
      existsSync(process.env.EMPTY) ? { Code: 'isv.AMOUNT_NOT_ENOUGH', Message: '账户余额不足' } : { Code: 'OK', BizId: `${Date.now()}^0` },
    ),
  ),
).listen(Number(process.env.PORT), '127.0.0.1');
