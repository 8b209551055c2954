import datetime, subprocess, sys, time, traceback
probe = sys.argv[1]
def log(level, text):
    print(f"{datetime.datetime.now().isoformat(timespec='milliseconds')} {level} transcoder.worker {text}", flush=True)
log('INFO', 'transcoder 0.18.2 ready, polling queue media-jobs')
job, running = 5100, []
while True:
    job += 1
    try:
        running.append(subprocess.Popen(['sh', probe, f's3://media/in/{job}.mp4'], stdin=subprocess.DEVNULL))
        log('INFO', f'job {job}: probing input')
    except OSError:
        log('ERROR', f'job {job} failed\n' + traceback.format_exc().rstrip())
    time.sleep(0.15 if len(running) < 58 else 2)
