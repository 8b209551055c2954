# 订单服务 order-center；日志为中文文本
import os, time, threading
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
env = os.environ
lock = threading.Lock()
def log(level, module, text):
    with lock, open(env['LOG'], 'a') as f:
        f.write(f"{datetime.now():%Y-%m-%d %H:%M:%S},{int(time.time()*1000)%1000:03d} [{level}] [{threading.current_thread().name}] {module} - {text}\n")
conf, seen = {}, 0
def load():
    out = {}
    for line in open(env['CONF']):
        if '=' in line: k, v = line.strip().split('=', 1); out[k] = v
    return out
conf = load(); seen = os.stat(env['CONF']).st_mtime_ns
log('信息', '启动', f"订单中心启动完成，端口 {env['PORT']}，已加载配置 {len(conf)} 项")
def watch():
    global conf, seen
    while True:
        time.sleep(0.5)
        m = os.stat(env['CONF']).st_mtime_ns
        if m != seen:
            seen = m; new = load()
            for k in new:
                if conf.get(k) != new[k]: log('信息', '配置中心', f"收到配置推送：{k}，旧值={conf.get(k)}，新值={new[k]}，操作人=zhangwei")
            conf = new
threading.Thread(target=watch, name='config-watch', daemon=True).start()
n = 20261201000
class H(BaseHTTPRequestHandler):
    def log_message(self, *a): pass
    def answer(self, code, text):
        body = text.encode(); self.send_response(code); self.send_header('content-length', str(len(body))); self.end_headers(); self.wfile.write(body)
    def do_GET(self): self.answer(200, '{"status":"UP"}')
    def do_POST(self):
        global n
        n += 1; order = n
        log('信息', '下单', f"收到下单请求，订单号={order}，用户=u{order%977}，金额=128.00")
        try:
            fee = 128.0 * float(conf['pay.fee.rate'])
        except ValueError:
            log('错误', '下单', f"订单号={order} 计算手续费失败：配置项 pay.fee.rate 的值“{conf['pay.fee.rate']}”不是合法数字，下单终止")
            return self.answer(500, '{"code":500,"msg":"系统繁忙，请稍后再试"}')
        log('信息', '下单', f"订单号={order} 创建成功，手续费={fee:.2f}，耗时={12+order%30}ms")
        self.answer(200, '{"code":0}')
ThreadingHTTPServer(('127.0.0.1', int(env['PORT'])), H).serve_forever()
