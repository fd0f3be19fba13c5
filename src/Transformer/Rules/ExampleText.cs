using System.Diagnostics;
using System.Globalization;
using System.Text;
using Busroot.Transformer.Signals;

namespace Busroot.Transformer.Rules;

/// <summary>Writes expectations and outcomes in one line each.</summary>
internal static class ExampleText
{
    public static string Of(ExampleExpectation expect) => expect switch
    {
        ExampleExpectation.Error error => $"an error with \"{error.Part}\"",
        ExampleExpectation.Publications { Expected.IsEmpty: true } => "nothing",
        ExampleExpectation.Publications publications => string.Join(", ", publications.Expected.Select(Of)),
        _ => throw new UnreachableException(),
    };

    public static string Of(RuleOutcome outcome, SignalBuffer output) => outcome switch
    {
        RuleOutcome.Failed failed => $"the error \"{failed.Message}\"",
        RuleOutcome.Ignored ignored => $"nothing ({ignored.Reason})",
        RuleOutcome.Awaits => "nothing yet (the function awaits something)",
        RuleOutcome.Produced => string.Join(", ", Enumerable.Range(0, output.Count)
            .Select(i => Prefix(output[i].Station) + Encoding.UTF8.GetString(output.GetPayload(output[i])))),
        _ => throw new UnreachableException(),
    };

    public static string Target(string? station) => station is null ? "the device's own topic" : $"station {station}";

    private static string Of(ExpectedPublication publication)
    {
        var signals = publication.Signals.Select(signal =>
            $"\"{SignalContract.Names[(int)signal.Key]}\":{signal.Value.ToString(CultureInfo.InvariantCulture)}");
        return $"{Prefix(publication.Station)}{{{string.Join(',', signals)}}}";
    }

    private static string Prefix(string? station) => station is null ? "" : $"{station}: ";
}
