use strict; use IO::Socket::INET; use POSIX qw(strftime);
my ($logfile, $dir) = @ARGV;
$0 = 'orders-api -c /etc/orders-api.toml';
open(my $log, '>>', $logfile) or die; $log->autoflush(1);
sub say_log { printf $log "%sZ %5s orders_api::%s\n", strftime('%Y-%m-%dT%H:%M:%S.000000', gmtime), $_[0], $_[1] }
my $server = IO::Socket::INET->new(LocalPort => 8500, Listen => 32, ReuseAddr => 1) or die;
say_log('INFO', 'server: listening addr=0.0.0.0:8500 version=3.4.0');
my $n = 0;
while (my $c = $server->accept) {
  my $line = <$c> // ''; while (my $h = <$c>) { last if $h =~ /^\r?\n$/ }
  $n++;
  my $file = sprintf('%s/order-%07d.json', $dir, $n);
  my $ok = open(my $out, '>', $file);
  if ($ok) { print $out '{"items":[' . ('{"sku":"A-1","qty":1},' x 200) . ']}'; $ok = close $out }
  my $why = "$!";
  if ($ok) { unlink sprintf('%s/order-%07d.json', $dir, $n - 200); say_log('INFO', "handlers: order spooled path=$file") if $n % 5 == 0; print $c "HTTP/1.0 202 Accepted\r\nContent-Length: 0\r\n\r\n" }
  else { unlink $file; say_log('ERROR', "handlers: spool write failed path=$file error=Os { code: 28, kind: StorageFull, message: \"$why\" }"); print $c "HTTP/1.0 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n" }
  close $c;
}
