using System.Diagnostics;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Compares what a message gave with what it must give.</summary>
internal static class ExampleComparison
{
    /// <summary>The first difference in words; null when there is none.</summary>
    public static string? Difference(ExampleExpectation expect, RuleOutcome outcome, SignalBuffer output) => (expect, outcome) switch
    {
        (ExampleExpectation.Error error, RuleOutcome.Failed failed) when failed.Message.Contains(error.Part, StringComparison.OrdinalIgnoreCase) => null,
        (ExampleExpectation.Error error, RuleOutcome.Failed failed) => $"expected an error with \"{error.Part}\", got \"{failed.Message}\"",
        (ExampleExpectation.Error error, _) => $"expected an error with \"{error.Part}\", got {ExampleText.Of(outcome, output)}",
        (_, RuleOutcome.Failed failed) => $"expected {ExampleText.Of(expect)}, but the rule failed: {failed.Message}",
        (ExampleExpectation.Publications publications, _) => Difference(publications, output),
        _ => throw new UnreachableException(),
    };

    private static string? Difference(ExampleExpectation.Publications expect, SignalBuffer output)
    {
        if (expect.Expected.Length != output.Count)
        {
            return $"expected {expect.Expected.Length} publication(s), got {output.Count}";
        }

        return Enumerable.Range(0, output.Count)
            .Select(i => Difference(expect.Expected[i], output[i], output))
            .FirstOrDefault(difference => difference is not null);
    }

    private static string? Difference(ExpectedPublication expected, SignalBuffer.Entry entry, SignalBuffer output)
    {
        if (expected.Station != entry.Station)
        {
            return $"expected {ExampleText.Target(expected.Station)}, got {ExampleText.Target(entry.Station)}";
        }

        return SignalComparison.Between(entry.Station, expected.Signals, SignalComparison.Read(output.GetPayload(entry)))
            .Select(difference => $"{SignalContract.Names[(int)difference.Key]}: expected {SignalDifference.Shown(difference.Was)}, got {SignalDifference.Shown(difference.Would)}")
            .FirstOrDefault();
    }
}
