import socket, sys
s = socket.create_connection(('127.0.0.1', int(sys.argv[1])), 2); s.settimeout(2)
assert s.recv(100).startswith(b'CHAT'); s.sendall(b'user-%d\n' % (int(sys.argv[1]) % 971)); assert s.recv(10).startswith(b'OK')
