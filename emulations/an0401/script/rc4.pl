# AN0401: a command channel under RC4 written in Perl: rc4.pl ADDRESS PORT ANSWERS KEY [base64]
#
# Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
# Talks to loopback and to private addresses only: peers that a test made.
use strict;
use warnings;
use IO::Socket::INET;
use JSON::PP;
use MIME::Base64;
use Time::HiRes;

my ($address, $port, $path, $key, $encoding) = @ARGV;
exit 64 unless $address =~ /^(?:127|10)(?:\.\d+){3}$/;
open(my $file, '<', $path) or die $!;
my $answers = decode_json(do { local $/; <$file> });
open(my $random, '<:raw', '/dev/urandom') or die $!;
open(my $told, '>&=', 3) or die $!;
$told->autoflush(1);

sub rc4 {
    my @k = unpack('C*', shift);
    my @s = (0 .. 255);
    my ($i, $j) = (0, 0);
    for $i (0 .. 255) {
        $j = ($j + $s[$i] + $k[$i % @k]) & 255;
        @s[$i, $j] = @s[$j, $i];
    }
    $j = 0;
    return sub {
        my $out = '';
        for my $byte (unpack('C*', shift)) {
            $i = ($i + 1) & 255;
            $j = ($j + $s[$i]) & 255;
            @s[$i, $j] = @s[$j, $i];
            $out .= chr($byte ^ $s[($s[$i] + $s[$j]) & 255]);
        }
        return $out;
    };
}

sub fresh { read($random, my $iv, 16) == 16 or die; return $iv; }

my $socket = IO::Socket::INET->new(PeerAddr => $address, PeerPort => $port, Timeout => 30) or die $!;
binmode $socket;
my $short = substr($key, 0, 16);
my $iv = fresh();
my ($out, $into) = (rc4($short . $iv), rc4($short . ($iv ^ ("\xff" x 16))));
my $head = $iv;

sub sent {
    my $frame = pack('N/a*', shift);
    if ($encoding) {
        my $one = fresh();
        print $socket encode_base64($one . rc4($short . $one)->($frame), ''), "\n";
    } else {
        print $socket $head . $out->($frame);
        $head = '';
    }
    $socket->flush;
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

sub heard {
    if ($encoding) {
        my $line = '';
        while ((my $char = exactly(1)) ne "\n") { $line .= $char; }
        my $bytes = decode_base64($line);
        return substr(rc4($short . substr($bytes, 0, 16))->(substr($bytes, 16)), 4);
    }
    return $into->(exactly(unpack('N', $into->(exactly(4)))));
}

sent($answers->{'uname -a'});
while ((my $command = heard()) ne 'exit') {
    sent($answers->{$command} // "not known here\n");
}
