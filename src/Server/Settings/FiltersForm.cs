using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Busroot.Mqtt.Topics;

namespace Busroot.Server.Settings;

/// <summary>Topic filters, each as a subscriber would write it; a shared one (<c>$share/group/filter</c>) is one of its own.</summary>
internal sealed class FiltersForm : SettingForm
{
    public override string Unit => "filters";

    public override string Noun => "";

    public override bool IsList => true;

    public override bool Takes(JsonValueKind kind) => kind == JsonValueKind.String;

    public override object? Parse(string text) => TopicFilter.IsValid(text) ? text : null;

    public override JsonObject Schema() => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string", ["minLength"] = 1 } };

    public override string Show(object value) => (ImmutableArray<string>)value is { IsEmpty: false } filters ? string.Join(' ', filters) : "none";
}
