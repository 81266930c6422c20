#!/usr/bin/perl
# Answers on port 80 as the Supervisor does: that no broker has offered itself, twice; then with one whose port is a text.
# usage: supervisor.pl LOG PASSWORD   LOG gets the first line of each request; the token is `the-token`
use strict;
use warnings;
use IO::Socket::INET;

my ($log, $password) = @ARGV;
my $server = IO::Socket::INET->new(LocalAddr => '127.0.0.1:80', Listen => 5, ReuseAddr => 1) or die $!;
for (my $times = 1; my $call = $server->accept; $times++) {
    my ($line, $allowed) = (scalar <$call>, 0);
    while (my $header = <$call>) {
        $allowed = 1 if $header =~ /^Authorization: Bearer the-token\r/i;
        last if $header =~ /^\r$/;
    }
    open my $told, '>>', $log or die $!;
    print $told $line;
    close $told;
    my ($status, $body) = !$allowed ? ('401 Unauthorized', '{}')
        : $times <= 2 ? ('400 Bad Request', '{"result":"error","message":"Service not enabled"}')
        : ('200 OK', '{"result":"ok","data":{"host":"127.0.0.1","port":"1883","ssl":false,"protocol":"3.1.1",'
            . qq("username":"bridge","password":"$password"}}));
    printf $call "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", $status, length $body, $body;
    close $call;
}
