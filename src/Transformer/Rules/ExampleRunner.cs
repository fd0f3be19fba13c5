using System.Collections.Immutable;
using System.Text;
using Busroot.Transformer.NodeRed.Codecs;
using Busroot.Transformer.Signals;
using Busroot.Transformer.State;

namespace Busroot.Transformer.Rules;

/// <summary>Runs a rule's examples.</summary>
public static class ExampleRunner
{
    /// <summary>Runs every example on a fresh device.</summary>
    /// <returns>One result per example, in file order, then those of the vendor of a codec; empty for a rule without examples.</returns>
    /// <remarks>Threads: any. Cost: microseconds per message, allocates.</remarks>
    public static ImmutableArray<ExampleResult> Run(Rule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        IEnumerable<ExampleResult> own = rule.Examples.Select(example => Run(rule, example));
        return rule.Codec is null ? [.. own] : [.. own, .. VendorExampleRunner.Run(rule)];
    }

    /// <summary>Runs one example on a fresh device.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="example">Need not be one of the rule's own.</param>
    public static ExampleResult Run(Rule rule, RuleExample example)
    {
        ArgumentNullException.ThrowIfNull(rule);
        ArgumentNullException.ThrowIfNull(example);
        var device = ExampleDevice.Of(example.Messages is [var first, ..] ? first.Topic : "", example.Variables);
        var state = new DeviceState(); // one device: what a message leaves, the next one finds
        using var runner = new RuleRunner();
        var (expected, actual) = ("", "");
        for (var i = 0; i < example.Messages.Length; i++)
        {
            var message = example.Messages[i];
            var output = new SignalBuffer();
            var outcome = Run(runner, rule, message, InputFrom(message, device, state), output);
            (expected, actual) = (ExampleText.Of(message.Expect), ExampleText.Of(outcome, output));
            if (ExampleComparison.Difference(message.Expect, outcome, output) is { } difference)
            {
                return new ExampleResult(example.Description, example.At, false, expected, actual, $"message {i + 1}: {difference}");
            }
        }

        return new ExampleResult(example.Description, example.At, true, expected, actual, null);
    }

    // What was to happen by itself up to the arrival comes first, each thing at its own time.
    private static RuleOutcome Run(RuleRunner runner, Rule rule, ExampleMessage message, in RuleInput input, SignalBuffer output)
    {
        RuleOutcome? failed = null;
        while (runner.NextDue is { } due && due <= message.ArrivedAt && runner.TryRunDue(due, output, out var run))
        {
            failed ??= run.Outcome as RuleOutcome.Failed;
        }

        var outcome = message.Payload.IsDefault ? RuleOutcome.Ignored.TimePasses : runner.Apply(rule, input, output);
        return failed ?? (output.Count > 0 && outcome is RuleOutcome.Ignored or RuleOutcome.Awaits ? RuleOutcome.Produced.Instance : outcome);
    }

    private static RuleInput InputFrom(ExampleMessage message, DeviceContext device, DeviceState state) => new()
    {
        Device = device,
        Topic = Encoding.UTF8.GetBytes(message.Topic),
        Payload = message.Payload.IsDefault ? [] : message.Payload.AsSpan(),
        At = message.ArrivedAt,
        Retain = message.Retain,
        Dup = message.Dup,
        Backlog = message.Backlog,
        State = state,
    };
}
