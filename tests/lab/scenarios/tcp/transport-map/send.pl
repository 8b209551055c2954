# Sends one mail; fails when it is not taken.
use strict; use IO::Socket::INET; $SIG{ALRM} = sub { exit 1 }; alarm 4;
my $s = IO::Socket::INET->new(PeerAddr => '127.0.0.1', PeerPort => $ARGV[0], Timeout => 2) or exit 1;
sub want { my $l = <$s>; exit 1 unless defined $l and $l =~ /^[23]/ }
want(); for ("EHLO app1", "MAIL FROM:<shop\@example.com>", "RCPT TO:<c\@example.net>", "DATA", "Subject: order\r\n\r\nthanks\r\n.", "QUIT") { print $s "$_\r\n"; $s->flush; want() }
