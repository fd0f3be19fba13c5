// Parses the benchmark's corpus with acorn.
//
//   node acorn-speed.mjs <folder with node_modules>          for a person: ten rounds after five to warm up, the median in MB/s
//   node acorn-speed.mjs <folder with node_modules> --serve  for the benchmark: parses the corpus once for every line received, then answers
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(resolve(process.argv[2]), 'node_modules');
const acorn = createRequire(join(root, 'here.js'))('acorn');
const lines = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'corpus.txt'), 'utf8').trim().split('\n');
const programs = lines.map(line => line.split(' ')).map(([sourceType, path]) => ({ sourceType, source: readFileSync(join(root, path), 'utf8') }));

function parseAll() {
  let nodes = 0;
  for (const { source, sourceType } of programs) {
    nodes += acorn.parse(source, { ecmaVersion: 'latest', sourceType, locations: true, allowHashBang: true }).body.length;
  }
  return nodes;
}

if (process.argv[3] === '--serve') {
  createInterface({ input: process.stdin }).on('line', () => process.stdout.write(`${parseAll()}\n`));
} else {
  const megabytes = programs.reduce((sum, { source }) => sum + Buffer.byteLength(source), 0) / 1e6;
  const rounds = Array.from({ length: 15 }, () => {
    const start = performance.now();
    parseAll();
    return performance.now() - start;
  }).slice(5).sort((a, b) => a - b);
  const median = rounds[rounds.length / 2];
  console.log(`acorn ${acorn.version} on node ${process.version}: ${megabytes.toFixed(2)} MB in ${median.toFixed(0)} ms, ${(megabytes / median * 1000).toFixed(1)} MB/s`);
}
