# Takes readings: 2 bytes length, 4 characters meter, the reading.
use strict;
use warnings;
use IO::Socket::INET;
use POSIX;
$| = 1;
$SIG{PIPE} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ENV{LAB_PORT_1}, Listen => 64, ReuseAddr => 1) or die "listen: $!\n";
sub at { strftime('%Y-%m-%dT%H:%M:%SZ', gmtime) }
print at(), " INFO meter-gateway[$$] listening on $ENV{LAB_PORT_1}\n";
while (my $client = $server->accept) {
  print $client "METER/2 ready\n";
  my $got = sysread $client, my $frame, 64;
  if ($got) {
    my ($length, $meter, $reading) = unpack 'nA4A*', $frame;
    if ($length > 1024) {
      print at(), " FATAL meter-gateway[$$] cannot decode frame of meter $meter: length $length exceeds buffer of 1024 bytes\n  at Frame::decode (Frame.pm line 88)\n";
      exit 134;
    }
    print at(), " INFO meter-gateway[$$] meter $meter reading $reading stored\n";
    print $client "OK\n";
  }
  close $client;
}
