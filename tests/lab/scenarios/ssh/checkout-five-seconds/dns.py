import socket, sys, struct
s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); s.bind((sys.argv[1], 53)); target = socket.inet_aton(sys.argv[2])
while True:
    q, peer = s.recvfrom(512)
    end = 12
    while q[end]: end += q[end] + 1
    kind = struct.unpack('>H', q[end + 1:end + 3])[0]
    question = q[12:end + 5]
    answer = b'\xc0\x0c' + struct.pack('>HHIH', 1, 1, 5, 4) + target if kind == 1 else b''
    s.sendto(q[:2] + b'\x85\x80' + struct.pack('>HHHH', 1, 1 if answer else 0, 0, 0) + question + answer, peer)
