# -*- coding: utf-8 -*-
# 工单服务: python3 app.py PORT DATA
import json, os, random, sys, threading, time, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

port, data = int(sys.argv[1]), sys.argv[2]
lock = threading.Lock()

def log(level, where, text):
    now = time.time()
    with lock:
        print('%s,%03d [%s] %s %s - %s' % (time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime(now)), now * 1000 % 1000, threading.current_thread().name, level, where, text), flush=True)

class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def say(self, status, body):
        text = json.dumps(body, ensure_ascii=False).encode()
        self.send_response(status)
        self.send_header('Content-Type', 'application/json; charset=utf-8')
        self.send_header('Content-Length', str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def do_GET(self):
        threading.current_thread().name = '工作线程-%d' % random.randint(1, 8)
        if self.path == '/healthz':
            return self.say(200, {'status': 'ok'})
        number = 'TK%d' % random.randint(20000, 29999)
        if random.random() < 0.2:
            log('警告', '接口层', '登录凭证已过期，要求客户端重新登录 客户=%d' % random.randint(1000, 9999))
            return self.say(401, {'msg': '请重新登录'})
        if random.random() < 0.1:
            log('警告', '缓存', '缓存未命中，回源查询 工单=%s' % number)
        log('信息', '工单查询', '工单=%s 状态=处理中 耗时=%dms' % (number, random.randint(3, 40)))
        self.say(200, {'id': number})

    def do_POST(self):
        threading.current_thread().name = '工作线程-%d' % random.randint(1, 8)
        body = self.rfile.read(int(self.headers.get('Content-Length', 0)))
        number = 'TK%d' % random.randint(20000, 29999)
        path = os.path.join(data, 'attachments', time.strftime('%Y%m', time.gmtime()))
        try:
            os.makedirs(path, exist_ok=True)
            with open(os.path.join(path, uuid.uuid4().hex + '.jpg'), 'wb') as file:
                file.write(body)
            log('信息', '附件', '附件已保存 工单=%s 大小=%d字节' % (number, len(body)))
            self.say(201, {'msg': '上传成功'})
        except OSError as error:
            log('错误', '附件', '附件保存失败 工单=%s 文件=现场照片.jpg 大小=%d字节：%s' % (number, len(body), error))
            self.say(500, {'msg': '系统繁忙，请稍后再试', 'code': 50001})

def chores():
    threading.current_thread().name = '定时任务-1'
    while True:
        time.sleep(5)
        log('信息', '定时任务', '超时工单扫描完成 共%d条' % random.randint(0, 6))
        if random.random() < 0.4:
            log('警告', '消息推送', '推送第1次超时，正在重试')
            log('信息', '消息推送', '重试成功')

log('信息', '启动', '工单服务启动 版本=3.8.2 端口=%d 数据目录=%s' % (port, data))
threading.Thread(target=chores, daemon=True).start()
ThreadingHTTPServer(('127.0.0.1', port), Handler).serve_forever()
