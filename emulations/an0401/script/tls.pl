# AN0401: a command channel over TLS by IO::Socket::SSL: tls.pl ADDRESS PORT ANSWERS KEY
#
# Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
# Talks to loopback and to private addresses only: peers that a test made.
use strict;
use warnings;
use IO::Socket::SSL;
use JSON::PP;
use Time::HiRes;

my ($address, $port, $path) = @ARGV;
exit 64 unless $address =~ /^(?:127|10)(?:\.\d+){3}$/;
open(my $told, '>&=', 3) or die $!;
$told->autoflush(1);
open(my $file, '<', $path) or die $!;
my $answers = decode_json(do { local $/; <$file> });
my $socket = IO::Socket::SSL->new(PeerAddr => $address, PeerPort => $port, SSL_verify_mode => SSL_VERIFY_NONE)
  or die $SSL_ERROR;

sub sent {
    print $socket pack('N/a*', shift);
    printf $told "%.6f \@payload\n", Time::HiRes::time();
}

sub exactly {
    my ($count) = @_;
    my $data = '';
    while (length($data) < $count) {
        sysread($socket, $data, $count - length($data), length($data)) or die 'the peer closed';
    }
    return $data;
}

sent($answers->{'uname -a'});
while ((my $command = exactly(unpack('N', exactly(4)))) ne 'exit') {
    sent($answers->{$command} // "not known here\n");
}
