using System.Text;
using Busroot.Transformer.Profiles;
using FsCheck;
using FsCheck.Fluent;

namespace Busroot.Transformer.Tests.Suggestions;

public class SuggestionProperties
{
    private static readonly string[] Names =
    [
        "good", "c1", "kWh", "state", "rssi", "id", "machines", "t", "a.b/c", "", "'", "\\\\", "\\u0007", "\\ud800", "${x}", "$", "*", "é", "energy_wh", "run", "0", "each", "station",
    ];

    private static readonly string[] Leaves =
    [
        "0", "1", "-1", "65535", "3.5", "1e308", "-1e308", "1e999", "0.1", "true", "false", "null", "\"RUN\"", "\"STOP\"", "\"\"", "\"-61 dBm\"", "\"nan\"", "\"a'b\\\"c\"", "\"|<\\n\"", "\"\\ud800\"",
        "\"2024-03-01T14:05:00Z\"", "[]", "{}", "nan", "4294967295",
    ];

    private static readonly string[] Pieces =
        ["{", "}", "[", "]", ":", ",", "\"", "=", ";", "|", "\t", "\n", "a", "good", "1", "12,5", "-65", "ON", "00", "ff", "QQ==", "<m>", "</m>", "\0", "é", " ", "0x1F", "nan"];

    [Fact]
    public void Any_JSON_is_profiled_and_what_is_suggested_compiles_and_passes_its_examples() =>
        Prop.ForAll(Payloads(Json()), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void So_is_any_text() => Prop.ForAll(Payloads(Gen.Elements(Pieces).ListOf().Select(string.Concat)), Holds).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Fact]
    public void And_any_bytes() => Prop.ForAll<byte[][]>(payloads =>
    {
        if (payloads.Any(payload => payload is not null))
        {
            Survives(Profiles.Readings.OfBytes(payloads.OfType<byte[]>()));
        }
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    // Of the payloads of one case each field has a few values, as a device's would.
    private static Arbitrary<string[]> Payloads(Gen<string> one) =>
        (from few in one.NonEmptyListOf() from order in Gen.Choose(0, few.Count - 1).ListOf(12) select order.Select(i => few[i]).ToArray()).ToArbitrary();

    private static Gen<string> Json() => Gen.Sized(size => Json(Math.Min(size, 4)));

    private static Gen<string> Json(int depth)
    {
        var leaf = Gen.Elements(Leaves);
        if (depth == 0)
        {
            return leaf;
        }

        var below = Json(depth - 1);
        var member = from name in Gen.Elements(Names) from value in below select $"\"{name}\":{value}";
        return Gen.OneOf(
            leaf, member.ListOf(4).Select(members => "{" + string.Join(',', members) + "}"), member.ListOf(2).Select(members => "{" + string.Join(',', members) + "}"),
            below.ListOf(2).Select(items => "[" + string.Join(',', items) + "]"));
    }

    private static void Holds(string[] payloads) => Survives(Profiles.Readings.Of(payloads));

    private static void Survives(List<RecordedReading> readings)
    {
        var suggested = Suggested.For(readings);

        if (suggested.Files.Count > 0)
        {
            suggested.Folder.Problems.Should().BeEmpty(string.Join(" | ", readings.Select(reading => Encoding.UTF8.GetString(reading.Payload.Span))));
        }
    }
}
