<?php
// AN0401: a command channel over TLS by PHP's streams: tls.php ADDRESS PORT ANSWERS KEY
//
// Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
// Talks to loopback and to private addresses only: peers that a test made.
[, $address, $port, $path] = $argv;
if (!preg_match('/^(?:127|10)(?:\.\d+){3}$/', $address)) exit(64);
$answers = json_decode(file_get_contents($path), true);
$told = fopen('php://fd/3', 'w');
$context = stream_context_create(['ssl' => ['verify_peer' => false, 'verify_peer_name' => false]]);
$socket = stream_socket_client("ssl://$address:$port", $code, $why, 30, STREAM_CLIENT_CONNECT, $context) or exit(1);

function sent($text) {
    global $socket, $told;
    fwrite($socket, pack('N', strlen($text)) . $text);
    fwrite($told, sprintf("%.6f @payload\n", microtime(true)));
}

function exactly($count) {
    global $socket;
    $data = '';
    while (strlen($data) < $count) {
        $more = fread($socket, $count - strlen($data));
        if ($more === false || $more === '') exit(1);
        $data .= $more;
    }
    return $data;
}

sent($answers['uname -a']);
while (($command = exactly(unpack('N', exactly(4))[1])) !== 'exit') {
    sent($answers[$command] ?? "not known here\n");
}
