<?php
// AN0401: a command channel under AES-256 of PHP's openssl, in lines of base64: aes.php ADDRESS PORT ANSWERS KEY
//
// Answers the commands that ANSWERS (JSON) knows with the text that it has for them, and runs nothing.
// Talks to loopback and to private addresses only: peers that a test made.
[, $address, $port, $path, $key] = $argv;
if (!preg_match('/^(?:127|10)(?:\.\d+){3}$/', $address)) exit(64);
$answers = json_decode(file_get_contents($path), true);
$told = fopen('php://fd/3', 'w');
$socket = fsockopen($address, (int) $port, $code, $why, 30) or exit(1);

function sent($text) {
    global $socket, $told, $key;
    $iv = random_bytes(16);
    $sealed = openssl_encrypt(pack('N', strlen($text)) . $text, 'aes-256-ctr', $key, OPENSSL_RAW_DATA, $iv);
    fwrite($socket, base64_encode($iv . $sealed) . "\n");
    fwrite($told, sprintf("%.6f @payload\n", microtime(true)));
}

sent($answers['uname -a']);
while (($line = fgets($socket)) !== false) {
    $bytes = base64_decode(trim($line));
    $frame = openssl_decrypt(substr($bytes, 16), 'aes-256-ctr', $key, OPENSSL_RAW_DATA, substr($bytes, 0, 16));
    $command = substr($frame, 4);
    if ($command === 'exit') exit(0);
    sent($answers[$command] ?? "not known here\n");
}
exit(1);
