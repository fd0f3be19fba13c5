using System.Text.Json;
using System.Text.Json.Nodes;

namespace Busroot.Server.Settings;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class SwitchForm : SettingForm
{
    public override string Unit => "switch";

    public override string Noun => "";

    public override bool Takes(JsonValueKind kind) => kind is JsonValueKind.True or JsonValueKind.False;

    public override object? Parse(string text) => text switch
    {
        "true" => true,
        "false" => false,
        _ => null,
    };

    public override JsonObject Schema() => new() { ["type"] = "boolean" };

    public override string Show(object value) => (bool)value ? "true" : "false";
}
