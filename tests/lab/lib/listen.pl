#!/usr/bin/perl
# A service of few lines: `perl listen.pl PORT MODE`. MODE: accept (answers and closes), ignore (listens and never accepts),
# keep (accepts and never closes, whatever the other side does).
use strict;
use warnings;
use IO::Socket::INET;

my ($port, $mode) = @ARGV;
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Proto => 'tcp', Listen => 8, ReuseAddr => 1)
  or die "listen on $port: $!\n";
my @kept;
$| = 1;
print "READY\n";
sleep 3600 if $mode eq 'ignore';
while (1) {
  my $client = $server->accept;
  # Out of file descriptors: the connection stays in the queue.
  if (!$client) { select(undef, undef, undef, 0.2); next }
  if ($mode eq 'keep') { push @kept, $client; next }
  print $client "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok";
  close $client;
}
