using System.Globalization;
using Acornima;
using Xunit.Abstractions;

namespace Busroot.JavaScript.Tests.Parsing;

/// <summary>
/// Programs with a few tokens lost, doubled, swapped, made up or repeated a thousand times. Proves that nothing but a ParseErrorException leaves the
/// parser. The suite tries some thousand; <c>BUSROOT_FUZZ_SECONDS=600 dotnet test --filter MutationTests</c> goes on for ten minutes, from seed
/// <c>BUSROOT_FUZZ_SEED</c>; a failure names the seed and the program. A find becomes a test beside this one.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int Shortest = 30_000;
    private const int FirstSeed = 20241;
    private const string Oddities = "\0\r\n\u2028\u00a0\ufeff\ud83d\ude00#@\\`'\"/*{}()[]<>=&|?.,;:0e_n";

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
        var pieces = Corpus.SelectMany(Cut).Distinct().ToArray();
        var parser = new Parser(Source.Options);
        var began = TimeProvider.System.GetTimestamp();
        var longest = TimeSpan.FromSeconds(Setting("BUSROOT_FUZZ_SECONDS", 0));
        var first = Setting("BUSROOT_FUZZ_SEED", FirstSeed);
        var accepted = 0;
        var seed = first;

        for (; seed - first < Shortest || (seed % 1000 != 0 || TimeProvider.System.GetElapsedTime(began) < longest); seed++)
        {
            accepted += IsAccepted(parser, seed, pieces) ? 1 : 0;
        }

        output.WriteLine($"{seed - first} programs from seed {first}, {accepted} of them valid");
        accepted.Should().BeInRange((seed - first) / 100, (seed - first) / 2, "mutants should lie on both sides of the border");
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

    private static bool IsAccepted(Parser parser, int seed, string[] pieces)
    {
        var random = new Random(seed);
        var code = Mutate(Corpus[random.Next(Corpus.Length)], pieces, random);
        try
        {
            _ = seed % 3 == 0 ? (object)parser.ParseModule(code) : parser.ParseScript(code, strict: seed % 3 == 1);
            return true;
        }
        catch (ParseErrorException)
        {
            return false; // the only other way out that is allowed
        }
        catch (Exception error)
        {
            Assert.Fail($"seed {seed}: {error.GetType()} from {code}\n{error}");
            return false;
        }
    }

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;

    private static string Mutate(string program, string[] pieces, Random random)
    {
        var tokens = Cut(program).ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(tokens.Count);
            switch (random.Next(100))
            {
                case < 18:
                    tokens.RemoveAt(at);
                    tokens.Add(";");
                    break;
                case < 36:
                    tokens.Insert(at, pieces[random.Next(pieces.Length)]);
                    break;
                case < 54:
                    tokens[at] = pieces[random.Next(pieces.Length)];
                    break;
                case < 62:
                    tokens.Insert(at, Oddities[random.Next(Oddities.Length)].ToString());
                    break;
                case < 63:
                    tokens[at] = string.Concat(Enumerable.Repeat(string.Concat(tokens.Skip(at).Take(random.Next(1, 4))), random.Next(4000))); // nesting, if it opens something
                    break;
                case < 80:
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
