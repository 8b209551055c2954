use strict;
use warnings;
use IO::Socket::INET;

my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ARGV[0], Listen => 20, ReuseAddr => 1) or exit 1;
while (my $client = $server->accept) {
  sysread $client, my $asked, 2000;
  print $client "HTTP/1.0 404 Not Found\r\nContent-Length: 8\r\n\r\nno mock\n";
  close $client;
}
