using System.Text;
using Busroot.Transformer.Payloads;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Payloads;

public class JsonRepairTests
{
    private static readonly string[] Tokens = ["nan", "-inf", "1.#QNAN", "x", "\"nan\"", "\"", "\\", ",", ":", "12", "//", "/*", "*/", "\n", "n", "i", "-", "+", "(", ")", " "];

    [Fact]
    public void Nothing_written_is_longer_than_announced()
    {
        var texts = Gen.Elements(Tokens).ListOf().Select(tokens => Encoding.UTF8.GetBytes(string.Concat(tokens))).ToArbitrary();
        Prop.ForAll(texts, payload =>
        {
            var target = new byte[JsonRepair.MostBytes(payload.Length)];
            var written = JsonRepair.Copy(payload, target, int.MaxValue, out var consumed);
            return written <= target.Length && consumed == payload.Length;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void Each_place_in_the_copy_stands_for_a_place_in_the_payload()
    {
        var payload = """{"a":nan,"b":[-1.#IND,2]}"""u8;
        var target = new byte[JsonRepair.MostBytes(payload.Length)];
        var length = JsonRepair.Copy(payload, target, int.MaxValue, out _);

        Encoding.UTF8.GetString(target.AsSpan(0, length)).Should().Be("""{"a":null,"b":[null,2]}""");
        At("\"b\"").Should().Be("""{"a":nan,""".Length);
        At("2]}").Should().Be("""{"a":nan,"b":[-1.#IND,""".Length);

        int At(string text)
        {
            var copied = Encoding.UTF8.GetString(target.AsSpan(0, length)).IndexOf(text, StringComparison.Ordinal);
            JsonRepair.Copy("""{"a":nan,"b":[-1.#IND,2]}"""u8, new byte[target.Length], copied, out var original);
            return original;
        }
    }
}
