#!/usr/bin/perl
# ingest-worker: writes what arrives to its log.
use strict; use warnings; use POSIX qw(strftime);
my ($path, $speed) = @ARGV;
open(my $log, '>>', $path) or die "$path: $!";
$| = 1;
my $count = 0;
while (1) {
  my $chunk = -e $speed ? 400 : 2;
  for (1 .. $chunk) {
    $count++;
    my $line = strftime('%Y-%m-%d %H:%M:%S', localtime) . " DEBUG batch=$count payload=" . ('x' x 4000) . "\n";
    if (!defined syswrite($log, $line)) { print "ERROR cannot write log: $!\n"; last }
  }
  select(undef, undef, undef, 0.5);
}
