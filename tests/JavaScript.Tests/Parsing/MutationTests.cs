using Acornima;

namespace Busroot.JavaScript.Tests.Parsing;

/// <summary>Programs with a few tokens lost, doubled, swapped or made up. Proves that nothing but a ParseErrorException leaves the parser.</summary>
public class MutationTests
{
    private const int Mutants = 30_000;
    private const int Seed = 20241;

    private static readonly string[] Corpus =
    [
        "class A extends B { static #a = 1; get x() {} set x(v) {} static async *m() {} static { this.y = await => 1 } accessor z = 2; @d [e] = #a in f }",
        "async () => { for await (const [x, y = await z] of w) {} await using u = v; }",
        "let [a, { b, c: [d] = [], ...e }, ...f] = g ?? (h || i);",
        "label: for (let i of []) { if (i) continue label; else break label }",
        "async function* f(a = 1, { b }, ...c) { yield* await x; yield; return new.target }",
        "switch (a) { case 1n: let c; default: function d() {} }",
        "try { let a } catch ({ b }) { var c } finally { throw `x${y}z` }",
        "({ a, b: 1, [c]: 2, get d() {}, set e(f) {}, async g() {}, *h() {}, async *i() {}, __proto__: j, ...k, 'l': m, 0x1: n })",
        "async (a, { b } = {}, ...[c]) => await a; (x, y = 2) => ({ x }).z; q => { 'use strict' }",
        "tag`a${b}c${`d`}\\u{61}`; /a[/]b(?<n>c)\\k<n>/giu.test(s); a / b / c",
        "for (var a = 0, b; a < b; a++) if (c) break; else continue; do x--; while (y) with (z) w",
        "1_0 + 0b1 - 0o7 * 0xF / 1n % .5 ** 1e3 << 2 >> 3 >>> 4 & 5 | 6 ^ ~7",
        "a?.b?.[c]?.(d).e; delete f.g; typeof h; void 0; i ||= j &&= k ??= l; new M(...n).o; super_.p",
        "import a, { b as c, default as d } from \"e\" with { type: \"json\" }; import * as f from \"g\"; import defer * as h from \"i\"; import source j from \"k\"",
        "export default function() {} export { l as m, n }; export * as o from 'p'; export let [q] = r; var l, n; import.meta; await import('s')",
        "if (a) function b() {} else function c() {} <!-- html\n--> html\n\"use strict\"; '\\01'; 010; yield; let; static; var \\u{61}b",
    ];

    [Fact]
    public void Nothing_but_a_parse_error_leaves_the_parser()
    {
        var random = new Random(Seed);
        var pieces = Corpus.SelectMany(Cut).Distinct().ToArray();
        var parser = new Parser(Source.Options);
        var accepted = 0;

        for (var mutant = 0; mutant < Mutants; mutant++)
        {
            var code = Mutate(Corpus[random.Next(Corpus.Length)], pieces, random);
            try
            {
                _ = mutant % 3 == 0 ? (object)parser.ParseModule(code) : parser.ParseScript(code, strict: mutant % 3 == 1);
                accepted++;
            }
            catch (ParseErrorException)
            {
                // the only way out that is allowed
            }
            catch (Exception error)
            {
                Assert.Fail($"mutant {mutant}: {error.GetType()} from {code}\n{error}");
            }
        }

        accepted.Should().BeInRange(Mutants / 100, Mutants / 2, "mutants should lie on both sides of the border");
    }

    [Fact]
    public void No_prefix_of_a_program_crashes_the_parser()
    {
        var parser = new Parser(Source.Options);
        foreach (var program in Corpus)
        {
            for (var length = 0; length < program.Length; length++)
            {
                var parse = () => parser.ParseModule(program, 0, length);
                Record.Exception(parse).Should().Match<Exception?>(error => error == null || error is ParseErrorException);
            }
        }
    }

    [Fact]
    public void No_single_character_crashes_the_parser()
    {
        var parser = new Parser(Source.Options);
        const int Dense = 0x3000; // every white space, punctuator and escape lies below; above it every 61st character will do
        for (var character = 0; character <= char.MaxValue; character += character < Dense ? 1 : 61)
        {
            var text = ((char)character).ToString();
            var parse = () => parser.ParseScript(text);
            Record.Exception(parse).Should().Match<Exception?>(error => error == null || error is ParseErrorException);
        }
    }

    private static string Mutate(string program, string[] pieces, Random random)
    {
        var tokens = Cut(program).ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(5))
            {
                case 0:
                    tokens.RemoveAt(at);
                    tokens.Add(";");
                    break;
                case 1:
                    tokens.Insert(at, pieces[random.Next(pieces.Length)]);
                    break;
                case 2:
                    tokens[at] = pieces[random.Next(pieces.Length)];
                    break;
                case 3:
                    var other = random.Next(tokens.Count);
                    (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                    break;
                default:
                    tokens.InsertRange(at, Cut(Corpus[random.Next(Corpus.Length)]).Take(random.Next(8)));
                    break;
            }
        }

        return string.Concat(tokens);
    }

    // Words, blanks and single characters: near enough to tokens to hit the grammar, not so near as to miss the tokenizer.
    private static IEnumerable<string> Cut(string program)
    {
        for (var at = 0; at < program.Length;)
        {
            var end = at + 1;
            while (end < program.Length && char.IsLetterOrDigit(program[at]) && char.IsLetterOrDigit(program[end]))
            {
                end++;
            }

            yield return program[at..end];
            at = end;
        }
    }
}
