use strict; use IO::Socket::INET; use POSIX qw(strftime);
my ($logfile, $flag) = @ARGV;
$0 = 'thumbd: listening on 0.0.0.0:8200';
open(my $log, '>>', $logfile); $log->autoflush(1);
sub say_log { printf $log "%s thumbd[%d]: %s\n", strftime('%b %e %H:%M:%S media-2', gmtime), $$, $_[0] }
my $server = IO::Socket::INET->new(LocalPort => 8200, Listen => 32, ReuseAddr => 1) or die;
say_log('INFO starting thumbd 1.8.2, converter /usr/bin/convert');
my $n = 0;
while (my $c = $server->accept) {
  my $line = <$c>; while (my $h = <$c>) { last if $h =~ /^\r?\n$/ }
  $n++;
  my $pid = fork;
  if (!defined $pid) {
    say_log("ERROR spawn convert -resize 320x320 /srv/media/$n.jpg: fork: $!");
    print $c "HTTP/1.0 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"; close $c; next;
  }
  if ($pid == 0) { close $server; $0 = 'convert'; select(undef, undef, undef, 0.02); POSIX::_exit(0) }
  # Until 1.8.2 the converters were waited for.
  if (!-e $flag) { waitpid($pid, 0) }
  say_log("INFO GET /t/$n.jpg 200 convert pid=$pid") if $n % 4 == 0;
  print $c "HTTP/1.0 200 OK\r\nContent-Length: 4\r\n\r\njpeg"; close $c;
}
