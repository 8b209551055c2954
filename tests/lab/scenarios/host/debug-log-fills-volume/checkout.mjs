import { appendFileSync, existsSync, readFileSync } from 'node:fs';

const logs = `${process.env.LAB_DIR}/varlog`;
let order = 1000;
setInterval(() => {
  order += 1;
  const now = new Date().toISOString();
  try {
    appendFileSync(`${logs}/checkout.log`, `${now} INFO order ${order} paid\n`);
    if (existsSync(`${process.env.LAB_DIR}/level`) && readFileSync(`${process.env.LAB_DIR}/level`, 'utf8').trim() === 'debug') {
      const line = `${now} DEBUG cart ${order} dump {"items":[${'{"sku":4711,"price":1999,"attributes":{"colour":"blue"}},'.repeat(40)}]}\n`;
      appendFileSync(`${logs}/checkout-debug.log`, line.repeat(300));
    }
  } catch (error) {
    console.log(`${now} ERROR order ${order}: ${error.message}`);
  }
}, 100);
