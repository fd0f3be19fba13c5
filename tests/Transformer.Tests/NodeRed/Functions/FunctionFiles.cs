using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.NodeRed.Functions;
using Busroot.Transformer.Rules;
using Busroot.Transformer.Scripting;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Tests.NodeRed.Functions;

/// <summary>Rules of kind function for tests, and a lane with one clock to run them on.</summary>
internal sealed class FunctionFiles : IDisposable
{
    public static readonly DateTimeOffset Arrival = new(2026, 11, 22, 8, 0, 0, TimeSpan.Zero);

    private readonly Dictionary<string, DeviceState> _states = [];

    public FunctionFiles(AccountValues? accounts = null) => Runner = new RuleRunner(TimeProvider.System, accounts ?? new AccountValues());

    public RuleRunner Runner { get; }

    public SignalBuffer Output { get; } = new();

    public DateTimeOffset Now { get; set; } = Arrival;

    /// <summary>Loads a rule that must be right.</summary>
    public static Rule Rule(string body, string more = "", string? start = null, string? stop = null, ScriptLimits? limits = null, string id = "a/b")
    {
        using var files = Written(body, more, start, stop, id);
        var set = files.Load(limits);
        set.Problems.Should().BeEmpty();
        return set.Rules.Single();
    }

    /// <summary>The problems of a body, as its author reads them.</summary>
    public static string[] Problems(string body, string more = "", string? start = null)
    {
        using var files = Written(body, more, start, null, "a/b");
        return [.. files.Load().Problems.Select(problem => problem.ToString())];
    }

    /// <summary>What an expression gives inside a function, as JSON text.</summary>
    public static string Value(string expression) => Said($"node.warn(JSON.stringify((function () {{ return {expression} }})()))").Single();

    /// <summary>What a body says.</summary>
    public static IReadOnlyList<string> Said(string body)
    {
        using var files = new FunctionFiles();
        var outcome = files.Apply(Rule(body), "{}");
        outcome.Should().BeOfType<RuleOutcome.Ignored>(because: "{0}", outcome);
        return files.Runner.Warnings;
    }

    public static string RunOnce(Rule rule, string payload = "{}")
    {
        using var files = new FunctionFiles();
        return files.Run(rule, payload);
    }

    /// <summary>Runs a rule on a reading.</summary>
    /// <returns>What it publishes, one object after the other, or what else came of it.</returns>
    public string Run(Rule rule, string payload = "{}", string device = "press-1") => Show(Apply(rule, payload, device), 0);

    public RuleOutcome Apply(Rule rule, string payload = "{}", string device = "press-1", params (string Name, VariableValue Value)[] variables) =>
        Apply(rule, Encoding.UTF8.GetBytes(payload), device, false, variables);

    public RuleOutcome Apply(Rule rule, byte[] payload, string device = "press-1", bool retain = false, params (string Name, VariableValue Value)[] variables)
    {
        Output.Clear();
        return Runner.Apply(rule, new RuleInput
        {
            Device = new DeviceContext("acme/" + device, "acme", null, variables.ToImmutableDictionary(variable => variable.Name, variable => variable.Value)),
            Topic = Encoding.UTF8.GetBytes("busroot/v1/dau/acme/" + device),
            Payload = payload,
            At = Now,
            Retain = retain,
            Qos = 1,
            State = StateOf(device),
        }, Output);
    }

    public DeviceState StateOf(string device = "press-1")
    {
        if (!_states.TryGetValue(device, out var state))
        {
            _states[device] = state = new DeviceState();
        }

        return state;
    }

    /// <summary>Lets time pass and runs all that is due meanwhile, each at its time.</summary>
    /// <returns>What came of each.</returns>
    public string[] Pass(double milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        var results = new List<string>();
        while (Runner.NextDue is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            Output.Clear();
            while (Runner.TryRunDue(Now, Output, out var run))
            {
                results.Add($"{run.Device.Id} {Show(run.Outcome, 0)}");
                Output.Clear();
            }
        }

        Now = end;
        return [.. results];
    }

    /// <summary>As <see cref="Pass"/>.</summary>
    /// <returns>What ran, as a lane gets it.</returns>
    public List<TimedRun> Due(double milliseconds)
    {
        var end = Now + TimeSpan.FromMilliseconds(milliseconds);
        var runs = new List<TimedRun>();
        while (Runner.NextDue is { } due && due <= end)
        {
            Now = due > Now ? due : Now;
            while (Runner.TryRunDue(Now, Output, out var run))
            {
                runs.Add(run);
            }
        }

        Now = end;
        return runs;
    }

    public void Dispose() => Runner.Dispose();

    private string Show(RuleOutcome outcome, int first) => outcome switch
    {
        RuleOutcome.Produced => string.Join(' ', Enumerable.Range(first, Output.Count - first)
            .Select(i => (Output[i].Station is { } station ? station + ":" : "") + Encoding.UTF8.GetString(Output.GetPayload(Output[i])))),
        RuleOutcome.Ignored ignored => "ignored: " + ignored.Reason,
        RuleOutcome.Awaits => "awaits",
        RuleOutcome.Failed failed => $"{failed.Fault}: {failed.Message}",
        _ => outcome.ToString(),
    };

    private static RuleFiles Written(string body, string more, string? start, string? stop, string id)
    {
        var files = new RuleFiles().With(id + "/rule.json", $$"""{ "description": "a test", {{more}} "kind": "function" }""").With(id + "/rule.js", body);
        files = start is null ? files : files.With(id + "/start.js", start);
        return stop is null ? files : files.With(id + "/stop.js", stop);
    }
}
