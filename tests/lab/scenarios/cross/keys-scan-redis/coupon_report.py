"""coupon-report: counts the coupons that are out, for the dashboard."""
import socket, sys, time
def run(port):
    s = socket.create_connection(("127.0.0.1", port))
    f = s.makefile("rb")
    s.sendall(b"CLIENT SETNAME coupon-report\r\n"); f.readline()
    while True:
        s.sendall(b"KEYS coupon:*:open\r\n")
        count = int(f.readline()[1:])
        for _ in range(count):
            f.readline(); f.readline()
        print(time.strftime("%F %T"), "INFO coupon-report: open coupons:", count, flush=True)
        time.sleep(0.15)
run(int(sys.argv[1]))
