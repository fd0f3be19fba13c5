// Writes acorn's tree of a program as text that EstreeWriter.cs writes too, so that two parsers can be compared.
//
//   node acorn-tree.mjs hash <folder with node_modules> <out.tsv>   one line a file: mode, SHA-256 of the text, path
//   node acorn-tree.mjs print <folder with node_modules> <path>     the text itself, to find the first difference
//
// A node is a line "Type start end", then its fields in alphabetical order as " name=value"; a list gives its length first.
// Strings carry their length, numbers are the 64 bits of the double: no two different trees give the same text.
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

const [command, folder, argument] = process.argv.slice(2);
const root = join(resolve(folder), 'node_modules');
const acorn = createRequire(join(root, 'here.js'))('acorn');

const bits = new DataView(new ArrayBuffer(8));
const skipped = new Set(['type', 'start', 'end']);
const fieldsOfShape = new Map();

// The fields of a node depend on its type only, but for a few optional ones; so remember them by type and count.
function fieldsOf(node) {
  const names = Object.keys(node);
  const shape = node.type + names.length;
  let fields = fieldsOfShape.get(shape);
  if (!fields) {
    fields = names.filter(name => !skipped.has(name)).sort();
    fieldsOfShape.set(shape, fields);
  }
  return fields;
}

const text = value => `${value.length}"${value}"`;

function number(value) {
  bits.setFloat64(0, value);
  return `#${bits.getBigUint64(0).toString(16)}`;
}

function scalar(value) {
  switch (typeof value) {
    case 'string': return text(value);
    case 'number': return number(value);
    default: return String(value);
  }
}

function literal(node) {
  const raw = ` raw=${text(node.raw)}`;
  if (node.regex) {
    return `${raw} regex=${text(node.regex.pattern)}${text(node.regex.flags)}`;
  }
  return node.bigint === undefined ? `${raw} value=${scalar(node.value)}` : `${raw} bigint=${node.value}`;
}

function write(node) {
  if (node === null) {
    return 'null';
  }
  if (Array.isArray(node)) {
    return `[${node.length}${node.map(write).join('')}`;
  }
  if (typeof node !== 'object') {
    return scalar(node);
  }

  const head = `\n${node.type} ${node.start} ${node.end}`;
  switch (node.type) {
    case 'Literal':
      return head + literal(node);
    case 'TemplateElement':
      return `${head} tail=${node.tail} cooked=${node.value.cooked === null ? 'null' : text(node.value.cooked)} raw=${text(node.value.raw)}`;
    default: {
      let out = head;
      for (const field of fieldsOf(node)) {
        out += ` ${field}=${write(node[field])}`;
      }
      return out;
    }
  }
}

// The name of a conformance test says what it is; elsewhere a file is a module when it cannot be a script.
function parse(path) {
  const source = readFileSync(join(root, path), 'utf8');
  const modes = path.startsWith('test262-parser-tests')
    ? [path.endsWith('.module.js') ? 'module' : 'script']
    : path.endsWith('.mjs') ? ['module'] : ['script', 'module'];
  for (const mode of modes) {
    try {
      return { mode, tree: acorn.parse(source, { ecmaVersion: 'latest', sourceType: mode, allowHashBang: true }) };
    } catch (error) {
      if (!(error instanceof SyntaxError)) {
        throw error;
      }
    }
  }
  return { mode: 'none', tree: null };
}

function programs() {
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.[cm]?js$/.test(entry.name))
    .map(entry => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1));
  return names.filter(name => !/^test262-parser-tests\/(fail|early)\//.test(name)).sort();
}

if (command === 'hash') {
  const lines = programs().map(path => {
    const { mode, tree } = parse(path);
    const hash = createHash('sha256').update(Buffer.from(write(tree), 'utf16le')).digest('hex');
    return `${mode}\t${hash}\t${path}\n`;
  });
  writeFileSync(argument, lines.join(''));
  console.log(`acorn ${acorn.version}: ${lines.length} programs`);
} else {
  process.stdout.write(Buffer.from(write(parse(argument).tree), 'utf16le'));
}
