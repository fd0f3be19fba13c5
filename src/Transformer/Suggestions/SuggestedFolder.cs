using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.Profiles;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;

namespace Busroot.Transformer.Suggestions;

/// <summary>A file of a suggested rule.</summary>
/// <param name="Name">Such as <c>rule.json</c>.</param>
/// <param name="Text">What is in it.</param>
internal sealed record SuggestedFile(string Name, string Text);

/// <summary>Writes a suggested rule as the files of a rule folder.</summary>
internal static class SuggestedFolder
{
    private const int LongestDescription = 200;

    /// <summary>Writes rule.json, examples.json and README.md.</summary>
    /// <param name="deviceId">The device that the rule will serve, and no other until somebody widens its pattern.</param>
    /// <param name="profile">What it sends.</param>
    /// <param name="suggestion">The rule; with at least one signal.</param>
    /// <param name="readings">What the profile was made of; some become examples.</param>
    /// <remarks>Cost: compiles the rule and runs it over some of the readings.</remarks>
    public static ImmutableArray<SuggestedFile> Of(string deviceId, DeviceProfile profile, RuleSuggestion suggestion, IReadOnlyList<RecordedReading> readings)
    {
        var ruleJson = RuleJson(deviceId, suggestion);
        var source = RuleSource.Of("suggested/rule", [KeyValuePair.Create("rule.json", (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(ruleJson))]);
        var folder = CompiledFolder.Of(source, ScriptLimits.Default);
        var rule = folder.Rule ?? throw new InvalidOperationException($"A suggested rule does not compile: {string.Join("; ", folder.Problems)}"); // our fault, whatever the device sent
        return [new("rule.json", ruleJson), new("examples.json", new RecordedExamples(rule, suggestion, profile).Of(readings)), new("README.md", SuggestedReadme.Of(deviceId, profile, suggestion))];
    }

    /// <summary>The mapping as it stands in rule.json, a line each.</summary>
    public static IEnumerable<string> MappingLines(RuleSuggestion suggestion) =>
        suggestion.Signals.Where(signal => !signal.IsOfEach).Select(Line)
            .Concat(suggestion.Stations is { } stations ? [$"\"each\": {stations.Each}", $"\"station\": {stations.Station}"] : Array.Empty<string>())
            .Concat(suggestion.Signals.Where(signal => signal.IsOfEach).Select(Line));

    private static string Line(SuggestedSignal signal) => $"\"{signal.Signal}\": {signal.Json}";

    private static string RuleJson(string deviceId, RuleSuggestion suggestion)
    {
        var description = $"Suggested from what {deviceId} sent: {string.Join(", ", suggestion.Signals.Select(signal => signal.Signal).Distinct())}";
        var text = new StringBuilder("{\n  \"$schema\": \"../../schema/rule.schema.json\",\n");
        text.Append($"  \"description\": {TopicAccess.Json(description.Length > LongestDescription ? description[..LongestDescription] : description)},\n");
        text.Append($"  \"devices\": [{TopicAccess.Json(deviceId)}],\n");
        text.Append($"  \"payload\": {suggestion.Payload},\n");
        if (!suggestion.Ignored.IsEmpty)
        {
            text.Append($"  \"ignore\": [{string.Join(", ", suggestion.Ignored.Select(TopicAccess.Json))}],\n");
        }

        return text.Append($"  \"kind\": \"mapping\",\n  \"mapping\": {{\n    {string.Join(",\n    ", MappingLines(suggestion))}\n  }}\n}}\n").ToString();
    }
}
