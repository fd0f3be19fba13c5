// Makes up regular expressions and writes what this node says of them:  node regexp-verdicts.mjs <seed> <count>
// One line each: pattern as hexadecimal UTF-16LE, flags, and "ok", "refused", or "unknown" where node is older than the grammar.
let state = Number(process.argv[2]);
const count = Number(process.argv[3]);

function random() { // a 32-bit counter, well mixed: the same patterns everywhere for the same seed
  state = (state + 0x9E3779B9) | 0;
  let mixed = Math.imul(state ^ (state >>> 16), 0x21F0AAAD);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735A2D97);
  return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
}

const pick = list => list[Math.floor(random() * list.length)];

const pieces = [
  ...'ab09-()|[]{}<*+?.^$\\/,=&', '\n', '\u2028', '(?:', '(?=', '(?!', '(?<=', '(?<!', '(?<', '(?i:', '(?-s:', '(?i-i:', '(?-:', '(?x:',
  '(?<a>', '(?<b>', '(?<$\\u0061>', '(?<\\u{61}>', '(?<\u{1d49c}>', '(?<\\ud835\\udc9c>', '\\k<a>', '\\k<b>', '\\k<\\u0061>', '\\k', '\\k<',
  '{1}', '{1,}', '{1,2}', '{2,1}', '{,1}', '\\d', '\\D', '\\w', '\\S', '\\b', '\\B', '\\c', '\\cA', '\\c_', '\\c1', '\\x', '\\x4', '\\x41',
  '\\u', '\\u0061', '\\u{61}', '\\u{110000}', '\\u{}', '\\ud83d\\udc00', '\\ud83d', '\\udc00', '\u{1F600}', '\ud83d', '\udc00',
  '\\0', '\\00', '\\01', '\\1', '\\2', '\\8', '\\377', '\\400', '\\p', '\\p{L}', '\\P{Lu}', '\\p{Script=Greek}', '\\p{sc=Foo}', '\\p{Foo',
  '\\p{RGI_Emoji}', '\\P{RGI_Emoji}', '\\p{gc=Nd}', '&&', '--', '!!', '##', '~', '\\q{', '\\q{a|bc}', '\\q{a|b}', '\\q{}', '\\q',
  '\\&', '\\-', '\\/', '\\a', '\\_', '\\:', '::', '\\n', '\\f', '\\^', '\\(', 'a-z', 'z-a', '\\B-a', '\\cA-\\cB', '[^',
];
const classPieces = [
  ...'[]abz-&!(|^}{/', '[^', '--', '&&', '!!', '^^', '\\d', '\\q{a|bc}', '\\q{x}', '\\q{', '\\p{RGI_Emoji}', '\\p{L}', '\\-', '\\&', '\\(',
  '\\u{1F600}', '\u{1F600}', '\u{1F601}', 'a-z', 'z-a', '\\b', '\\B', '\\c', '\\c1', '\\k', '\\1', '\\0', '\\7', '\\x61', '\\u0061', '\\/',
];
const flagSets = ['', '', '', 'u', 'u', 'v', 'v', 'i', 'gimsy', 'd', 'uy', 'vg', 'uv', 'gg', 'x'];

const repeat = (list, most) => Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(list)).join('');

function makeUp() {
  switch (Math.floor(random() * 4)) {
    case 0: return repeat(pieces, 4);
    case 1: return repeat(pieces, 9);
    case 2: return `[${repeat(classPieces, 8)}]`;
    default: return `${pick(pieces)}[${repeat(classPieces, 5)}]${pick(pieces)}`;
  }
}

function refuses(pattern, flags) {
  try {
    new RegExp(pattern, flags);
    return null;
  } catch (error) {
    return error.message;
  }
}

const lacksModifiers = refuses('(?i:a)', '') !== null;
const lacksDuplicates = refuses('(?<a>x)|(?<a>y)', '') !== null;

function verdict(pattern, flags) {
  const error = refuses(pattern, flags);
  if (error === null) {
    return 'ok';
  }
  const isTooOld = (lacksModifiers && /\(\?[ims-]/.test(pattern)) || (lacksDuplicates && error.endsWith('Duplicate capture group name'));
  return isTooOld ? 'unknown' : 'refused';
}

for (let i = 0; i < count; i++) {
  const pattern = makeUp();
  const flags = pick(flagSets);
  console.log(`${Buffer.from(pattern, 'utf16le').toString('hex')}\t${flags}\t${verdict(pattern, flags)}`);
}
