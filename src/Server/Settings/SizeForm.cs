using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Busroot.Server.Settings;

/// <summary>Bytes, as a plain number or with a binary unit: <c>262144</c>, <c>256KiB</c>, <c>64 MiB</c>.</summary>
internal sealed class SizeForm : SettingForm
{
    // Largest first: that is the order in which Show tries them. KB and MB are no units here, for people read them in two ways.
    private static readonly (string Name, long Bytes)[] Units = [("TiB", 1L << 40), ("GiB", 1L << 30), ("MiB", 1L << 20), ("KiB", 1L << 10), ("B", 1)];

    public override string Unit => "bytes";

    public override string Noun => "a size of";

    public override bool Takes(JsonValueKind kind) => kind is JsonValueKind.Number or JsonValueKind.String;

    public override object? Parse(string text)
    {
        var unit = Units.FirstOrDefault(unit => text.EndsWith(unit.Name, StringComparison.OrdinalIgnoreCase), ("", 1));
        var digits = text.AsSpan(0, text.Length - unit.Item1.Length).TrimEnd(' ');
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= long.MaxValue / unit.Item2
            ? number * unit.Item2
            : null;
    }

    public override JsonObject Schema() => new() { ["type"] = new JsonArray("integer", "string"), ["minimum"] = 0, ["pattern"] = "^[0-9]+ *([kKmMgGtT][iI])?[bB]?$" };

    public override string Show(object value)
    {
        var bytes = Convert.ToInt64(value, CultureInfo.InvariantCulture);
        var (name, size) = Units.First(unit => bytes % unit.Bytes == 0 && (bytes >= unit.Bytes || unit.Bytes == 1));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / size}{(size == 1 ? "" : name)}");
    }
}
