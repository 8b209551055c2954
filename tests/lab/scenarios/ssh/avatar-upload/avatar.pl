use strict; use IO::Socket::INET; use POSIX qw(strftime);
my ($logfile, $dir) = @ARGV;
$0 = 'avatar-svc';
open(my $log, '>>', $logfile) or die; $log->autoflush(1);
my $server = IO::Socket::INET->new(LocalPort => 8400, Listen => 32, ReuseAddr => 1) or die;
sub now { strftime('%Y-%m-%dT%H:%M:%S', gmtime) . '.0000000Z' }
print $log "info: Microsoft.Hosting.Lifetime[14]\n      Now listening on: http://[::]:8400\ninfo: Microsoft.Hosting.Lifetime[0]\n      Application started. Hosting environment: Production\n";
my $n = 0;
while (my $c = $server->accept) {
  my $line = <$c> // ''; while (my $h = <$c>) { last if $h =~ /^\r?\n$/ }
  $n++;
  my $file = sprintf('%s/%08x.png', $dir, $n);
  if ($line =~ /^GET/) {
    print $log now() . " info: Avatar.Api.AvatarController[0]\n      GET /avatar/" . $n . ".png responded 200 in 1.2 ms\n" if $n % 5 == 0;
    print $c "HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\npng"; close $c; next;
  }
  if (open(my $out, '>', $file)) {
    print $out 'png'; close $out;
    print $log now() . " info: Avatar.Api.AvatarController[0]\n      stored $file\n";
    print $c "HTTP/1.0 201 Created\r\nContent-Length: 0\r\n\r\n";
  } else {
    print $log now() . " fail: Microsoft.AspNetCore.Server.Kestrel[13]\n      Connection id \"0HN$n\", Request id \"0HN$n:0001\": An unhandled exception was thrown by the application.\n"
      . "      System.UnauthorizedAccessException: Access to the path '$file' is denied.\n       ---> System.IO.IOException: $!\n         --- End of inner exception stack trace ---\n"
      . "         at System.IO.Strategies.OSFileStreamStrategy..ctor(String path, FileMode mode)\n         at Avatar.Api.Storage.DiskStore.SaveAsync(Stream body) in /src/Avatar.Api/Storage/DiskStore.cs:line 41\n";
    print $c "HTTP/1.0 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n";
  }
  close $c;
}
