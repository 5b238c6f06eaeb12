<?php
// Asks each address so often, by PHP's streams. streams.php COUNT ADDRESS…
for ($i = 0; $i < (int) $argv[1]; $i++) {
    foreach (array_slice($argv, 2) as $address) {
        if (file_get_contents($address) === false) exit(1);
    }
}
