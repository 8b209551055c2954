# chat-relay: a line protocol over TCP, with asyncio, whose errors asyncio itself writes to the log.
import asyncio, logging, os
logging.basicConfig(filename=os.environ['LOG'], level=logging.INFO, format='%(asctime)s - %(name)s - %(levelname)s - %(message)s')
log = logging.getLogger('chat_relay')
async def session(r, w):
    w.write(b'CHAT/1 hello\r\n'); n = 0
    while line := await r.readline():
        n += 1; w.write(b'OK\r\n')
        log.info('message relayed for %s', line.decode(errors='replace').strip())
    w.close()
async def main():
    s = await asyncio.start_server(session, '127.0.0.1', int(os.environ['PORT']), backlog=20)
    log.info('chat-relay 0.9.4 serving on %s', s.sockets[0].getsockname())
    async with s: await s.serve_forever()
asyncio.run(main())
