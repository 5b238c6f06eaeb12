# Asks each address so often, by HTTP::Tiny, in a session each. tiny.pl COUNT ADDRESS…
use strict;
use warnings;
use HTTP::Tiny;
my ($count, @addresses) = @ARGV;
for (1 .. $count) {
    for my $address (@addresses) {
        my $answer = HTTP::Tiny->new(verify_SSL => 1, timeout => 20)->get($address);
        die "$address: $answer->{status} $answer->{content}" unless $answer->{success};
    }
}
