# Looks when the certificates of servers end, as checks of a monitoring do. expiry.pl COUNT HOST:PORT…
use strict;
use warnings;
use IO::Socket::SSL;
my ($count, @servers) = @ARGV;
for (1 .. $count) {
    for my $server (@servers) {
        my $socket = IO::Socket::SSL->new(PeerAddr => $server, SSL_verify_mode => 0, Timeout => 20) or die "$server: $SSL_ERROR";
        print $socket->peer_certificate('subject'), "\n";
        $socket->close;
    }
}
