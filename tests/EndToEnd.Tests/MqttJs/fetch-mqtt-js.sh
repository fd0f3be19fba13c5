#!/bin/sh
# Fetches MQTT.js into artifacts/mqtt-js. Does nothing when that has been done for this lock file.
# Without node or npm it says so and succeeds: the tests are skipped.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../../.." && pwd)/artifacts/mqtt-js

for tool in node npm; do
    if ! command -v "$tool" > /dev/null; then
        echo "MQTT.js: $tool is not installed; the tests that connect with it will be skipped"
        exit 0
    fi
done

stamp=$(cksum < "$here/package-lock.json")
if [ -f "$target/stamp" ] && [ "$(cat "$target/stamp")" = "$stamp" ]; then
    exit 0
fi

mkdir -p "$target"
rm -f "$target/stamp"
cp "$here/package.json" "$here/package-lock.json" "$target"
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error
echo "$stamp" > "$target/stamp"
