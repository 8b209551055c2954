import socket, struct, sys
# A name server with one name, whose address is in a file.
addr, path = sys.argv[1:3]
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((addr, 53))
while True:
    q, who = s.recvfrom(512)
    end = q.index(b"\0", 12) + 5
    name = q[12:end-5]
    kind = struct.unpack("!H", q[end-4:end-2])[0]
    known = b"ledger" in name
    ok = known and kind == 1
    head = q[:2] + struct.pack("!HHHHH", 0x8580 if known else 0x8583, 1, 1 if ok else 0, 0, 0)
    body = q[12:end]
    if ok:
        ip = open(path).read().strip()
        body += b"\xc0\x0c" + struct.pack("!HHIH", 1, 1, 30, 4) + socket.inet_aton(ip)
    s.sendto(head + body, who)
