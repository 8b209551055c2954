# A gateway for meters: one line in, one line out. Logs as Python's logging does.
import asyncio, configparser, logging, os, sys
conf = configparser.ConfigParser(); conf.read(os.environ['CONF'])
logging.basicConfig(filename=os.environ['LOG'], level=logging.INFO, format='%(asctime)s %(levelname)s %(name)s: %(message)s')
log = logging.getLogger('meter_gateway.server')
async def meter(r, w):
    log.info('meter connected from %s:%d', *w.get_extra_info('peername'))
    w.write(b'METER/2 READY\r\n')
    try:
        while line := await asyncio.wait_for(r.readline(), 10):
            log.info('reading %s stored', line.decode(errors='replace').strip()); w.write(b'ACK\r\n'); await w.drain()
    except Exception as e: log.warning('session ended: %r', e)
    w.close()
async def main():
    bind, port = conf['server']['bind'], conf.getint('server', 'port')
    log.info('meter-gateway %s starting', conf['server']['version'])
    s = await asyncio.start_server(meter, bind, port, reuse_address=True)
    log.info('listening on %s:%d', bind, port)
    async with s: await s.serve_forever()
asyncio.run(main())
