#!/usr/bin/perl
# billing-api
use strict; use warnings; use IO::Socket::INET; use POSIX qw(strftime);
$| = 1; $SIG{PIPE} = 'IGNORE'; $SIG{CHLD} = 'IGNORE';
my $server = IO::Socket::INET->new(LocalAddr => '0.0.0.0', LocalPort => 8080, Listen => 20, ReuseAddr => 1) or die $!;
sub say_log { my ($level, $text) = @_; print strftime('[%Y-%m-%d %H:%M:%S]', localtime), " [$level] billing-api[$$] $text\n" }
say_log('info', 'listening on *:8080, ledger at http://ledger.internal:7070');
while (my $client = $server->accept) {
  next if fork;
  my $first = <$client> // '';
  while (defined(my $line = <$client>)) { last if $line =~ /^\r?$/ }
  my $ip = join '.', unpack 'C4', (gethostbyname('ledger.internal') // "\0\0\0\0");
  my $ledger = IO::Socket::INET->new(PeerAddr => $ip, PeerPort => 7070, Timeout => 2);
  my ($status, $body) = ('200 OK', '{"status":"ok"}');
  if ($ledger) { print $ledger "GET /balance HTTP/1.0\r\n\r\n"; my $line = <$ledger>; say_log('info', "GET /invoice 200") }
  else { say_log('error', "GET /invoice 502: connect to ledger.internal ($ip) port 7070 failed: $!"); ($status, $body) = ('502 Bad Gateway', '{"error":"ledger unavailable"}') }
  print $client "HTTP/1.1 $status\r\nContent-Length: " . length($body) . "\r\nConnection: close\r\n\r\n$body";
  exit 0;
}
