using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.Scripting;

/// <summary>Script rules for tests, and a lane to run them on.</summary>
internal sealed class ScriptFiles(TimeProvider time) : IDisposable
{
    public static readonly DateTimeOffset Arrival = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    public ScriptFiles()
        : this(TimeProvider.System)
    {
    }

    public RuleRunner Runner { get; } = new(time);

    public SignalBuffer Output { get; } = new();

    /// <summary>Loads a rule that must be right.</summary>
    public static Rule Rule(string script, string payload = "\"json\"", string more = "", ScriptLimits? limits = null, string id = "a/b")
    {
        using var files = new RuleFiles();
        var set = files.With(id + "/rule.json", Json(payload, more)).With(id + "/rule.js", script).Load(limits);
        set.Problems.Should().BeEmpty();
        return set.Rules.Single();
    }

    /// <summary>A rule whose function has this body.</summary>
    public static Rule Body(string body, string payload = "\"json\"", string more = "", ScriptLimits? limits = null) =>
        Rule($"import * as busroot from \"busroot\"\nexport default function (reading, device) {{\n{body}\n}}", payload, more, limits);

    /// <summary>The problems of a script, as its author reads them.</summary>
    public static string[] Problems(string script, string more = "")
    {
        using var files = new RuleFiles();
        return [.. files.With("a/b/rule.json", Json("\"json\"", more)).With("a/b/rule.js", script).Load().Problems.Select(problem => problem.ToString())];
    }

    public static string Json(string payload = "\"json\"", string more = "") =>
        $$"""{ "description": "a test", "kind": "script", {{more}} "payload": {{payload}} }""";

    public static DeviceContext Device(string name = "press-1", params (string Name, VariableValue Value)[] variables) =>
        new("acme/" + name, "acme", null, variables.ToImmutableDictionary(variable => variable.Name, variable => variable.Value));

    /// <summary>Runs a rule once, on a lane of its own.</summary>
    public static string RunOnce(Rule rule, string payload = "{}")
    {
        using var files = new ScriptFiles();
        return files.Run(rule, payload);
    }

    /// <summary>Runs a rule.</summary>
    /// <returns>What it publishes, one object after the other, or what else came of it.</returns>
    public string Run(Rule rule, string payload = "{}", DeviceContext? device = null, DeviceState? state = null, bool retain = false) => Show(Apply(rule, payload, device, state, retain));

    /// <summary>What a rule noted first about a reading, or why it failed.</summary>
    public string Note(Rule rule, string payload, DeviceState state, TimeSpan later)
    {
        var outcome = Runner.Apply(rule, new RuleInput { Device = Device(), Payload = Encoding.UTF8.GetBytes(payload), At = Arrival + later, State = state }, Output);
        return outcome is RuleOutcome.Failed failed ? failed.Message : Runner.Warnings[0];
    }

    public RuleOutcome Apply(Rule rule, string payload = "{}", DeviceContext? device = null, DeviceState? state = null, bool retain = false)
    {
        Output.Clear();
        return Runner.Apply(rule, new RuleInput
        {
            Device = device ?? Device(),
            Topic = "busroot/v1/dau/acme/press-1/x"u8,
            Payload = Encoding.UTF8.GetBytes(payload),
            At = Arrival,
            Retain = retain,
            State = state,
        }, Output);
    }

    public void Dispose() => Runner.Dispose();

    private string Show(RuleOutcome outcome) => outcome switch
    {
        RuleOutcome.Produced => string.Join(' ', Enumerable.Range(0, Output.Count)
            .Select(i => (Output[i].Station is { } station ? station + ":" : "") + Encoding.UTF8.GetString(Output.GetPayload(Output[i])))),
        RuleOutcome.Ignored ignored => "ignored: " + ignored.Reason,
        RuleOutcome.Failed failed => $"{failed.Fault}: {failed.Message}",
        _ => outcome.ToString(),
    };
}
