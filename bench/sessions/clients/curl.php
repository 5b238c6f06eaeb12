<?php
// Asks each address so often, by curl, with a handle each. curl.php COUNT ADDRESS…
for ($i = 0; $i < (int) $argv[1]; $i++) {
    foreach (array_slice($argv, 2) as $address) {
        $handle = curl_init($address);
        curl_setopt_array($handle, [CURLOPT_RETURNTRANSFER => true, CURLOPT_TIMEOUT => 20, CURLOPT_FAILONERROR => true]);
        if (curl_exec($handle) === false) {
            fwrite(STDERR, "$address: " . curl_error($handle) . "\n");
            exit(1);
        }
        curl_close($handle);
    }
}
