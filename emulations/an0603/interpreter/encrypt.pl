#!/usr/bin/perl
# AN0603: RC4 in plain perl over a marked tree: encrypt.pl DIRECTORY SUFFIX [new]
# Overwrites in place, or with `new` writes a new file and unlinks the original. Tells of each on descriptor 3.
use strict;
use warnings;
use File::Find;
use IO::Handle;
use Time::HiRes qw(time sleep);

my ($tree, $suffix, $new) = @ARGV;
my $marker = '.cipherwatch-emulation';
unless (-f "$tree/$marker") { print STDERR "$tree is not a marked emulation tree\n"; exit 64; }

sub rc4 {
    my ($key, $bytes) = @_;
    my @s = 0 .. 255;
    my @k = unpack 'C*', $key;
    my $j = 0;
    for my $i (0 .. 255) {
        $j = ($j + $s[$i] + $k[$i % @k]) & 255;
        @s[$i, $j] = @s[$j, $i];
    }
    my ($i, $out) = (0, '');
    $j = 0;
    for my $byte (unpack 'C*', $bytes) {
        $i = ($i + 1) & 255;
        $j = ($j + $s[$i]) & 255;
        @s[$i, $j] = @s[$j, $i];
        $out .= chr($byte ^ $s[($s[$i] + $s[$j]) & 255]);
    }
    return $out;
}

my @files;
find({ no_chdir => 1, wanted => sub { push @files, $_ if -f $_ && !/\Q$marker\E$/ } }, $tree);
my $told;
open($told, '>&=', 3) or undef $told;
$told->autoflush(1) if $told;
my ($begun, $turn) = (time, 0);
for my $path (sort @files) {
    my $early = $begun + $turn++ / ($ENV{EMULATION_RATE} || 1e9) - time;
    sleep $early if $early > 0;
    open(my $file, '+<:raw', $path) or die "$path: $!";
    my $plain = do { local $/; <$file> };
    my $cipher = rc4("emulation$path", $plain);
    if ($new) {
        open(my $made, '>:raw', "$path$suffix") or die "$path$suffix: $!";
        print $made $cipher;
        close $made or die $!;
        unlink $path or die $!;
    } else {
        seek $file, 0, 0;
        print $file $cipher;
    }
    close $file or die $!;
    printf $told "%.6f %s\n", time, $path if $told;
}
