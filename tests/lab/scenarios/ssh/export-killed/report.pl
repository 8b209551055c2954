use strict; use IO::Socket::INET; use POSIX qw(strftime);
my ($logfile) = @ARGV;
$0 = 'report-api --workers=1 --bind=0.0.0.0:8300';
open(my $log, '>>', $logfile); $log->autoflush(1);
sub say_log { printf $log "[%s +0000] [%d] [%s] %s\n", strftime('%Y-%m-%d %H:%M:%S', gmtime), $$, $_[0], $_[1] }
my $server = IO::Socket::INET->new(LocalPort => 8300, Listen => 32, ReuseAddr => 1) or die "$!";
say_log('INFO', 'Starting gunicorn 21.2.0'); say_log('INFO', "Listening at: http://0.0.0.0:8300 ($$)"); say_log('INFO', 'Using worker: sync');
my $n = 0;
while (my $c = $server->accept) {
  my $line = <$c> // ''; while (my $h = <$c>) { last if $h =~ /^\r?\n$/ }
  $n++;
  if ($line =~ m{/export\?tenant=(\w+)}) {
    say_log('INFO', "export started tenant=$1 format=xlsx rows=1840233");
    my @rows; push @rows, 'x' x 1_000_000 . $_ for 1 .. 300;
    say_log('INFO', "export finished tenant=$1");
  }
  say_log('INFO', '10.20.1.9 - "GET /reports/daily HTTP/1.1" 200 5120') if $n % 4 == 0;
  print $c "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok"; close $c;
}
