# Waits for an answer that doesn't come.
import socket, sys
a, b = socket.socketpair(); b.recv(1)
