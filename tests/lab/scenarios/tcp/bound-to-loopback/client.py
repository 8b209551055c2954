import socket, sys
s = socket.create_connection((sys.argv[1], int(sys.argv[2])), 2); s.settimeout(2)
assert s.recv(100).startswith(b'METER'); s.sendall(b'm-1841 kwh=20511.3\n'); assert s.recv(100).startswith(b'ACK')
