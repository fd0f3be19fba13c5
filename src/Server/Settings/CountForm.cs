using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Busroot.Server.Settings;

/// <summary>Whole numbers without a unit.</summary>
internal sealed class CountForm : SettingForm
{
    public override string Unit => "count";

    public override string Noun => "a whole number from";

    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.Number;

    public override object? Parse(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public override JsonObject Schema() => new() { ["type"] = "integer", ["minimum"] = 0 };

    public override string Show(object value) => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture);
}
