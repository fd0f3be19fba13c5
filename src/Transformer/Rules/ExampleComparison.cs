using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
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

        var actual = Parse(output.GetPayload(entry));
        foreach (var key in Enum.GetValues<SignalKey>())
        {
            var wanted = expected.Signals.TryGetValue(key, out var number) ? number : (double?)null;
            var given = actual.TryGetValue(key, out var value) ? value : (double?)null;
            if (!SignalComparison.AreEqual(wanted, given))
            {
                return $"{SignalContract.Names[(int)key]}: expected {Shown(wanted)}, got {Shown(given)}";
            }
        }

        return null;
    }

    private static Dictionary<SignalKey, double> Parse(ReadOnlySpan<byte> payload)
    {
        var signals = JsonSerializer.Deserialize<Dictionary<string, double>>(payload)!;
        return signals.ToDictionary(signal => (SignalKey)SignalContract.Names.IndexOf(signal.Key), signal => signal.Value);
    }

    private static string Shown(double? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "nothing";
}
