#!/bin/sh
# Fetches what the oracle tests compare with into artifacts/oracles, and lets acorn write down its trees.
# Does nothing when that has been done for this lock file and script. Without node or npm it says so and succeeds: the tests are skipped.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
target=$(cd "$here/../../.." && pwd)/artifacts/oracles

for tool in node npm; do
    if ! command -v "$tool" > /dev/null; then
        echo "oracles: $tool is not installed; the tests that compare with other parsers will be skipped"
        exit 0
    fi
done

stamp=$(cat "$here/package-lock.json" "$here/acorn-tree.mjs" | cksum)
if [ -f "$target/stamp" ] && [ "$(cat "$target/stamp")" = "$stamp" ]; then
    exit 0
fi

mkdir -p "$target"
rm -f "$target/stamp"
cp "$here/package.json" "$here/package-lock.json" "$target"
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error
node "$here/acorn-tree.mjs" hash "$target" "$target/acorn.tsv"
echo "$stamp" > "$target/stamp"
