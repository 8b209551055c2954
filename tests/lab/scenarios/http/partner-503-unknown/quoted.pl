#!/usr/bin/perl
# A vendor's box: what it does inside it doesn't tell.
use strict; use warnings; use IO::Socket::INET; use POSIX qw(strftime);
$| = 1; $SIG{PIPE} = 'IGNORE';
my ($port, $mode) = @ARGV;
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $port, Listen => 20, ReuseAddr => 1) or die $!;
my $count = 0;
while (my $client = $server->accept) {
  my $first = <$client> // ''; my ($method, $path) = split ' ', $first;
  while (defined(my $line = <$client>)) { last if $line =~ /^\r?$/ }
  $count++;
  my $bad = -e $mode && $count % 2;
  my $status = $bad ? '503 Service Unavailable' : '200 OK';
  my $body = $bad ? '' : '{"quote":12.4}';
  print $client "HTTP/1.1 $status\r\nContent-Length: " . length($body) . "\r\nConnection: close\r\n\r\n$body";
  close $client;
  printf "%s 127.0.0.1 \"%s %s\" %s %d\n", strftime('%Y-%m-%dT%H:%M:%SZ', gmtime), $method // '-', $path // '-', substr($status, 0, 3), length $body;
}
