using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Tests;

/// <summary>A rules directory for one test, on disk as an integrator would have it.</summary>
internal sealed class RuleFiles : IDisposable
{
    /// <summary>No run of a test is stopped because the machine has other things to do.</summary>
    public static ScriptLimits Patient { get; } = ScriptLimits.Default with { Time = TimeSpan.FromSeconds(10), RegexTime = TimeSpan.FromSeconds(10) };

    public string Directory { get; } = System.IO.Directory.CreateTempSubdirectory("rules").FullName;

    /// <summary>Loads one mapping rule that must be right.</summary>
    public static Rule Mapping(string mapping, string payload = "\"json\"", string more = "")
    {
        using var files = new RuleFiles();
        var set = files.With("a/b/rule.json", RuleJson(mapping, payload, more)).Load();
        set.Problems.Should().BeEmpty();
        return set.Rules.Single();
    }

    /// <summary>The problems of one rule.json, as the author reads them.</summary>
    public static string[] Problems(string ruleJson)
    {
        using var files = new RuleFiles();
        var set = files.With("a/b/rule.json", ruleJson).Load();
        set.Rules.IsEmpty.Should().Be(set.Problems.Length > 0);
        return [.. set.Problems.Select(problem => problem.ToString())];
    }

    public static string RuleJson(string mapping, string payload = "\"json\"", string more = "") =>
        $$"""{ "description": "a test", "kind": "mapping", "payload": {{payload}}, {{more}} "mapping": {{mapping}} }""";

    /// <summary>Runs a rule on one payload.</summary>
    /// <returns>The object it publishes, or what else came of it.</returns>
    public static string Run(Rule rule, string payload, bool retain = false, params (string Name, VariableValue Value)[] variables) =>
        Run(rule, Encoding.UTF8.GetBytes(payload), retain, variables);

    /// <inheritdoc cref="Run(Rule, string, bool, ValueTuple{string, VariableValue}[])"/>
    public static string Run(Rule rule, byte[] payload, bool retain = false, params (string Name, VariableValue Value)[] variables)
    {
        var output = new SignalBuffer();
        var device = new DeviceContext("acme/press-1", "acme", null, variables.ToImmutableDictionary(variable => variable.Name, variable => variable.Value));
        return new RuleRunner().Apply(rule, new RuleInput { Device = device, Payload = payload, Retain = retain }, output) switch
        {
            RuleOutcome.Produced => Encoding.UTF8.GetString(output.GetPayload(output[0])),
            RuleOutcome.Ignored ignored => "ignored: " + ignored.Reason,
            RuleOutcome.Failed failed => $"{failed.Fault}: {failed.Message}",
            var other => other.ToString(),
        };
    }

    public RuleFiles With(string file, string text)
    {
        var path = Path.Combine(Directory, file);
        System.IO.Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return this;
    }

    public RuleSet Load(ScriptLimits? limits = null) => RuleSet.Load(Directory, limits ?? Patient);

    public void Dispose() => System.IO.Directory.Delete(Directory, recursive: true);
}
