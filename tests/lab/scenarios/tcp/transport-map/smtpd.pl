#!/usr/bin/perl
# A mail gateway with the manners of Postfix: master accepts and hands over to an smtpd, which opens its tables before it greets.
use strict; use warnings; use IO::Socket::INET; use POSIX qw(strftime);
$SIG{CHLD} = 'IGNORE'; $0 = 'postfix/master -w';
my $n = 0x4F2A10;
sub logline { my ($who, $pid, $text) = @_; open my $f, '>>', $ENV{LOG} or die; print $f strftime('%b %e %H:%M:%S', localtime), " mx1 postfix/$who\[$pid]: $text\n"; close $f }
my $s = IO::Socket::INET->new(LocalAddr => '127.0.0.1', LocalPort => $ENV{PORT}, Listen => 50, ReuseAddr => 1) or die $!;
logline('postfix-script', $$, 'starting the Postfix mail system'); logline('master', $$, 'daemon started -- version 3.7.11, configuration ' . $ENV{CONF});
while (1) {
  my $c = $s->accept or next;
  my $pid = fork; if ($pid) { close $c; next }
  $0 = 'smtpd -n smtp -t inet -u';
  if (!open my $t, '<', "$ENV{CONF}/transport.db") {
    logline('smtpd', $$, "fatal: open database $ENV{CONF}/transport.db: No such file or directory");
    select undef, undef, undef, 0.3;
    logline('master', getppid, "warning: process /usr/lib/postfix/sbin/smtpd pid $$ exit status 1");
    logline('master', getppid, 'warning: /usr/lib/postfix/sbin/smtpd: bad command startup -- throttling');
    close $c; exit 1;
  }
  logline('smtpd', $$, 'connect from app1.internal[127.0.0.1]');
  print $c "220 mx1.example.com ESMTP Postfix\r\n"; $c->flush;
  my $id = sprintf '%X', 0x4F2A10 + $$ * 13;
  while (my $l = <$c>) {
    if ($l =~ /^QUIT/i) { print $c "221 2.0.0 Bye\r\n"; last }
    if ($l =~ /^DATA/i) { print $c "354 End data with <CR><LF>.<CR><LF>\r\n"; while (<$c>) { last if /^\.\r?$/ } print $c "250 2.0.0 Ok: queued as $id\r\n"; logline('qmgr', $$, "$id: from=<shop\@example.com>, size=812, nrcpt=1 (queue active)"); logline('smtp', $$, "$id: to=<c" . ($$ % 97) . "\@example.net>, relay=mx.example.net[203.0.113.9]:25, delay=0.4, status=sent (250 OK)"); next }
    print $c "250 2.1.0 Ok\r\n";
  }
  logline('smtpd', $$, 'disconnect from app1.internal[127.0.0.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5'); exit 0;
}
