use strict; use IO::Socket::INET; use POSIX qw(strftime);
my ($logfile, $dir) = @ARGV;
$0 = 'ledgerd --data-dir=' . $dir;
open(my $log, '>>', $logfile) or die; $log->autoflush(1);
sub say_log { printf $log "{\"level\":\"%s\",\"ts\":\"%sZ\",\"caller\":\"journal/writer.go:%d\",\"msg\":\"%s\"%s}\n", $_[0], strftime('%Y-%m-%dT%H:%M:%S.000', gmtime), $_[1], $_[2], $_[3] // '' }
my $server = IO::Socket::INET->new(LocalPort => 8700, Listen => 32, ReuseAddr => 1) or die;
say_log('info', 31, 'journal opened');
my $n = 0;
while (my $c = $server->accept) {
  my $line = <$c> // ''; while (my $h = <$c>) { last if $h =~ /^\r?\n$/ }
  $n++;
  my $ok = 1;
  if ($line =~ /^POST/) {
    my $file = sprintf('%s/segment-%06d.wal', $dir, int($n / 50));
    my $out; $ok = open($out, '>>', $file) && print($out "entry $n\n") && close($out);
    if (!$ok) { say_log('error', 88, 'append failed', sprintf(',"entry":%d,"error":"open %s: %s"', $n, $file, lc "$!")) }
    elsif ($n % 6 == 0) { say_log('info', 97, 'entry appended', ",\"entry\":$n") }
  }
  print $c $ok ? "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok" : "HTTP/1.0 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"; close $c;
}
