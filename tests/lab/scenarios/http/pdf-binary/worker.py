# Celery worker `documents`, in small: takes jobs from a folder and renders them with wkhtmltopdf.
import os, subprocess, time, traceback, uuid
from datetime import datetime
env = os.environ; Q = env['QUEUE']
def log(level, who, text):
    with open(env['LOG'], 'a') as f: f.write(f"[{datetime.now():%Y-%m-%d %H:%M:%S},{time.time_ns()//1000000%1000:03d}: {level}/{who}] {text}\n")
class PdfRenderer:
    def render(self, html): return subprocess.run(['wkhtmltopdf', '--quiet', '-', '-'], input=html, capture_output=True, check=True).stdout
def render_invoice(name): return PdfRenderer().render(b'<html></html>')
log('INFO', 'MainProcess', 'Connected to redis://broker:6379/0'); log('INFO', 'MainProcess', 'mingle: searching for neighbors'); log('INFO', 'MainProcess', 'celery@documents-1 ready.')
n = 0
while True:
    jobs = sorted(os.listdir(Q))[:10]
    for job in jobs:
        tid = str(uuid.uuid5(uuid.NAMESPACE_OID, job)); began = time.time(); n += 1
        log('INFO', 'MainProcess', f'Task documents.tasks.render_invoice[{tid}] received')
        try:
            render_invoice(job); os.unlink(f'{Q}/{job}')
            log('INFO', f'ForkPoolWorker-{1 + n % 2}', f'Task documents.tasks.render_invoice[{tid}] succeeded in {time.time()-began:.4f}s: None')
        except Exception as e:
            log('ERROR', f'ForkPoolWorker-{1 + n % 2}', f'Task documents.tasks.render_invoice[{tid}] raised unexpected: {e!r}\n{traceback.format_exc()}')
        if n % 5 == 0: log('WARNING', 'MainProcess', 'missed heartbeat from celery@mailer-2')
        if n % 9 == 0: log('WARNING', 'MainProcess', '/usr/local/lib/python3.11/site-packages/celery/worker/consumer/consumer.py:508: CPendingDeprecationWarning: The broker_connection_retry configuration setting will no longer determine whether broker connection retries are made during startup in Celery 6.0 and above.')
    time.sleep(0.7)
